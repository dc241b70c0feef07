import { type RunMode } from '../model/run-event.js';
import { type RegistryOptions } from '../registry/options.js';
import { type Severity } from '../model/severity.js';

/**
 * The flags of `acgs release` that shape what is released: plain JSON without secrets, frozen in the journal so that
 * `--resume` takes them up again.
 */
export interface ReleaseOptions {
  /** Names; empty: all. */
  readonly services: readonly string[];
  readonly push: boolean;
  readonly unsigned: boolean;
  readonly allowDirty: boolean;
  /** As `--key` takes it; a path is relative to the working folder. */
  readonly key?: string;
  /** Instead of the configuration's. */
  readonly tags?: readonly string[];
  readonly registries?: readonly string[];
  readonly platforms?: readonly string[];
  readonly builder?: string;
  readonly failOn?: readonly Severity[];
  readonly ignoreUnfixed?: boolean;
  readonly maxDbAge?: string;
  readonly dbRepositories?: readonly string[];
  /** Relative to the project; default `dist/release`. */
  readonly output?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly from?: string;
  readonly until?: string;
}

/** What concerns this call only and is never written down. */
export interface ReleaseCall {
  readonly mode: RunMode;
  /** Absolute working folder. */
  readonly cwd: string;
  readonly config?: string;
  readonly registry: RegistryOptions;
  readonly acgsVersion: string;
  readonly force: boolean;
  /** A run id, or `true` for the last run. */
  readonly resume?: string | true;
  readonly jobs?: number;
  readonly timeoutMs?: number;
  /** File that the events are written to: never part of a build context, and no change of the work tree. */
  readonly events?: string;
  readonly signal?: AbortSignal;
}
