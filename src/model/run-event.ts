import { type Finding } from './finding.js';

/**
 * How a step ended, or where it stands.
 * `fresh`: nothing it reads has changed; `done`: its destination has it already; `skipped` always has a reason;
 * `cancelled`: a step it needs did not succeed, or the run was stopped; `pending`: it was never started.
 */
export type StepStatus =
  'passed' | 'fresh' | 'done' | 'skipped' | 'refused' | 'failed' | 'cancelled' | 'pending';

/** How a run ended. */
export type RunStatus = 'passed' | 'refused' | 'failed' | 'cancelled';

/** What a run may do: everything; only read, to list the effects; plan, harmless steps and preflight. */
export type RunMode = 'run' | 'plan' | 'dry-run';

/** Names one instance of a step: the key of its journal entry. */
export interface StepKey {
  readonly step: string;
  /** Absent for a step of the whole run. */
  readonly service?: string;
  /** `os/arch[/variant]`; absent unless the step runs for each platform. */
  readonly platform?: string;
}

/** An error as events, journal and report hold it: redacted, paths relative to the project. */
export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly next: readonly string[];
  readonly exit: number;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Last lines of what a tool printed. */
  readonly output?: string;
}

/** One thing that a step will do to the outside, for `--plan`. */
export interface PlannedEffect {
  readonly kind: 'file' | 'process' | 'engine' | 'registry' | 'network';
  /** One sentence in the imperative, e.g. `push api@<digest> to 127.0.0.1:5000/api`. */
  readonly detail: string;
  /** Whether bytes, digests or names leave this machine. */
  readonly leaves: boolean;
}

/** One instance of a step in the plan of a run. */
export interface PlannedStep {
  readonly key: StepKey;
  readonly title: string;
  /** `run` it, `import` its last result, or `skip` it (with a reason). */
  readonly action: 'run' | 'import' | 'skip';
  readonly reason?: string;
  /** Ids of the steps it waits for. */
  readonly needs: readonly string[];
  /** Present in `--plan` and `--dry-run`. */
  readonly effects?: readonly PlannedEffect[];
}

/**
 * Everything that leaves the runner and its steps while they run; renderers consume nothing else.
 * All text is redacted and free of control characters. `at` is RFC 3339.
 */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly at: string;
      readonly runId: string;
      readonly version: string;
      readonly mode: RunMode;
      readonly services: readonly string[];
      /** Where images and evidence go if all is well; absent for a local run. */
      readonly destinations?: readonly string[];
    }
  | { readonly type: 'plan'; readonly at: string; readonly steps: readonly PlannedStep[] }
  /** One thing that preflight found wrong; all are told before the run ends. */
  | {
      readonly type: 'problem';
      readonly at: string;
      readonly step?: string;
      readonly service?: string;
      readonly error: RunError;
    }
  | { readonly type: 'step-started'; readonly at: string; readonly key: StepKey; readonly title: string }
  | {
      readonly type: 'step-progress';
      readonly at: string;
      readonly key: StepKey;
      readonly text: string;
      /** 0 to 1, where known. */
      readonly fraction?: number;
    }
  /** A line of a tool's output, or of the step's own. */
  | { readonly type: 'step-line'; readonly at: string; readonly key: StepKey; readonly text: string }
  | {
      readonly type: 'step-finished';
      readonly at: string;
      readonly key: StepKey;
      readonly title: string;
      readonly status: StepStatus;
      readonly reason?: string;
      readonly durationMs: number;
      readonly imported?: true;
      readonly error?: RunError;
      /** Log file, relative to the project. */
      readonly log?: string;
    }
  | { readonly type: 'warning'; readonly at: string; readonly key?: StepKey; readonly text: string }
  | { readonly type: 'finding'; readonly at: string; readonly key?: StepKey; readonly finding: Finding }
  | {
      readonly type: 'run-finished';
      readonly at: string;
      readonly runId: string;
      readonly status: RunStatus;
      readonly exit: number;
      readonly durationMs: number;
      readonly error?: RunError;
    };

/** Takes events: a renderer, a file. `handle` must not throw or block; `close` ends it and waits for its writes. */
export interface EventSink {
  handle(event: RunEvent): void;
  close?(): Promise<void>;
}

/** `api/linux/arm64/scan`, `api/build`, `source`: how a step instance is shown and named on the command line. */
export function formatStepKey(key: StepKey): string {
  return [key.service, key.platform, key.step].filter((part) => part !== undefined).join('/');
}
