import {
  type RunError,
  type RunMode,
  type RunStatus,
  type StepKey,
  type StepStatus,
} from '../model/run-event.js';
import { type ToolFacts } from './step.js';

/** How one step instance ended; what the journal holds of it and the report shows. */
export interface StepOutcome {
  readonly key: StepKey;
  readonly title: string;
  readonly status: StepStatus;
  readonly reason?: string;
  readonly durationMs: number;
  /** Taken over from an earlier run and checked again. */
  readonly imported?: true;
  /** Not part of this run (`--until`, `--only`, `--from`). */
  readonly unselected?: true;
  /** Why a step ran that could have been `fresh` or `done`. */
  readonly because?: string;
  /** Hash of each named input. */
  readonly fingerprint?: Readonly<Record<string, string>>;
  /** As its schema gave it. */
  readonly output?: unknown;
  readonly error?: RunError;
  /** Relative to the project. */
  readonly log?: string;
}

/** All that is known of a run, live or read from its journal: the one source of reports. */
export interface RunRecord {
  readonly runId: string;
  /** Version of acgs. */
  readonly version: string;
  readonly mode: RunMode;
  readonly status: RunStatus;
  readonly exit: number;
  readonly error?: RunError;
  /** RFC 3339. */
  readonly startedOn: string;
  /** Missing when the run was killed. */
  readonly finishedOn?: string;
  /** In the order of the plan. */
  readonly outcomes: readonly StepOutcome[];
  readonly tools: Readonly<Record<string, ToolFacts>>;
}

/** Whether a step's output may be used by others. */
export function succeeded(status: StepStatus): boolean {
  return status === 'passed' || status === 'fresh' || status === 'done';
}

/** Whether a step's end keeps those that wait for it from running. */
export function blocks(status: StepStatus): boolean {
  return status === 'failed' || status === 'refused' || status === 'cancelled' || status === 'pending';
}
