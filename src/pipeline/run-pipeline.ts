import { type AcgsError } from '../model/errors.js';
import { type ExitCode } from '../model/exit-code.js';
import { type EventSink, type RunMode } from '../model/run-event.js';
import { now } from '../system/clock.js';
import { setDoorPolicy } from '../system/door.js';
import { carryOut } from './carry-out.js';
import { EventHub } from './event-hub.js';
import { History, readHistory } from './history.js';
import { unfold } from './instances.js';
import { type Frozen } from './journal-lines.js';
import { JournalFile, noJournal } from './journal.js';
import { type Lock, takeLock } from './lock.js';
import { LooseEnds } from './loose-ends.js';
import { inOrder } from './order.js';
import { type RunRecord } from './outcome.js';
import { newRunId, runIds } from './run-folder.js';
import { type RunState } from './run-state.js';
import { choose, type Selection } from './selection.js';
import { type AnyStep, type World } from './step.js';
import { readyToStop } from './stop.js';

export interface PipelineOptions<W extends World> {
  /** The list; its order counts only between steps that do not need each other. */
  readonly steps: readonly AnyStep<W>[];
  /** What steps get as `scope.run`. */
  readonly run: W['run'];
  readonly services: readonly W['service'][];
  /** Absolute path of the project: `.acgs/` lies in it. */
  readonly root: string;
  /** Version of acgs. */
  readonly version: string;
  /** What `--resume` takes up again; plain JSON without secrets or absolute paths. */
  readonly frozen: Frozen;
  readonly mode?: RunMode;
  readonly selection?: Selection;
  /** Ignore `fresh`. */
  readonly force?: boolean;
  /** Run whose results are looked at first; its commit and flags are the caller's to restore (see `readJournal`). */
  readonly resume?: string;
  /** Steps at a time; default: the cores. */
  readonly jobs?: number;
  /** For the whole run, ms. */
  readonly timeoutMs?: number;
  /** Where the run would publish to; told before anything else. */
  readonly destinations?: readonly string[];
  readonly sinks?: readonly EventSink[];
  /** Stops the run as a signal would, in tests and long-lived hosts. */
  readonly signal?: AbortSignal;
}

/** A run that has ended, one way or another. */
export interface RunResult extends RunRecord {
  readonly exit: ExitCode;
  readonly finishedOn: string;
  /** What decided the exit code; undefined after success. */
  readonly failure?: AcgsError;
}

/**
 * Runs a pipeline, or plans it. Failing steps and preflight are results, not exceptions; the sinks are closed at the end.
 * @throws AcgsError `usage/invalid` (selection), `run/locked`, `run/not-found` or `run/damaged` (resume),
 *   `internal/bug` (the list of steps)
 */
export async function runPipeline<W extends World>(options: PipelineOptions<W>): Promise<RunResult> {
  const { root, mode = 'run' } = options;
  const steps = inOrder(options.steps);
  const choices = choose(steps, options.selection ?? {});
  const runId = newRunId(now(), (await runIds(root)).at(-1));
  const reopenDoor = mode === 'run' ? undefined : closeDoorToEffects();
  const events = new EventHub(options.sinks ?? []);
  const stop = readyToStop(options.timeoutMs, options.signal);
  let lock: Lock | undefined;
  try {
    const warn = (text: string): void => {
      events.tell({ type: 'warning', text });
    };
    if (mode === 'run') lock = await takeLock(root, runId);
    const history = mode === 'plan' ? new History([]) : await readHistory(root, options.resume, warn);
    const instances = unfold(steps, choices, options.run, options.services);
    const journal = mode === 'run' ? new JournalFile(root, runId) : noJournal;
    const state: RunState = {
      ...{ root, runId, mode, journal, events, history },
      force: options.force ?? false,
      outcomes: new Map(),
      failures: new Map(),
      subjects: new Map(),
      looseEnds: new LooseEnds(),
      stop,
    };
    return await carryOut(options, instances, state);
  } finally {
    stop.dispose();
    reopenDoor?.();
    try {
      await lock?.release();
    } finally {
      await events.close();
    }
  }
}

/** Lets nothing mutate from here on, whatever else the policy says; returns how to undo that. */
function closeDoorToEffects(): () => void {
  const former = setDoorPolicy({});
  setDoorPolicy({ ...former, readOnly: true });
  return () => {
    setDoorPolicy(former);
  };
}
