import { type FormatName } from '../templating/formats.js';
import { type LockEntry } from './lock.js';
import { type FileMode } from './manifest.js';

/** A place where the user's text and the kit's differ both from what they come from. */
export interface Conflict {
  /** e.g. `apps/v1 Deployment acgs2-system/api: spec.replicas`, or `lines 4-7`. */
  readonly where: string;
  /** The three texts, shortened for people; undefined: not there. */
  readonly base: string | undefined;
  readonly yours: string | undefined;
  readonly kits: string | undefined;
}

/**
 * What is done with a file.
 * - `create`, `restore` (it was deleted), `adopt` (it is there already and becomes the kit's), `update`, `merge`: it is written
 * - `keep`: it stays as it is
 * - `remove`: the kit has it no longer, and nobody edited it; `release`: somebody did, so it stays and is the user's
 * - `refuse`: nothing at all may be written, and `conflicts` says why
 */
export type FileAction =
  'create' | 'restore' | 'adopt' | 'update' | 'merge' | 'keep' | 'remove' | 'release' | 'refuse';

/** How a file on disk stands to what the kit wrote. `drift`: a managed file that was edited. */
export type FileState = 'new' | 'unchanged' | 'edited' | 'drift' | 'deleted';

/** What `acgs kit` means to do with one file: made in memory, for all files, before anything is written. */
export interface FilePlan {
  readonly path: string;
  readonly kit: string;
  readonly mode: FileMode;
  readonly state: FileState;
  readonly action: FileAction;
  /** Text on disk. */
  readonly before: string | undefined;
  /** Text that should be there afterwards; undefined: no file. With `refuse` what the kit would have. */
  readonly after: string | undefined;
  readonly conflicts: readonly Conflict[];
  /** Its new entry in the lock; undefined: none. */
  readonly entry: LockEntry | undefined;
  /** Text to keep under `.acgs/base`, where one is. */
  readonly base: string | undefined;
  readonly executable: boolean;
  /** Undefined for a file that the kit has no longer. */
  readonly format: FormatName | undefined;
}
