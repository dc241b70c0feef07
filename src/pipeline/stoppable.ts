import { AcgsError } from '../model/errors.js';

/**
 * How long a stopped step may take to end its children and clean up, ms: a little more than `system/exec` leaves
 * between SIGTERM and SIGKILL, so that with `undo` a run ends within the seven seconds that GitHub gives.
 */
const GRACE_MS = 4_500;
/** How long `undo` may take, ms. */
export const UNDO_MS = 2_000;

/** Waits for a step; once it is told to stop, only for the grace period, or not at all when there is a hurry. */
export async function untilStopped<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  hurry: AbortSignal,
  graceMs: number = GRACE_MS,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  let giveUp = (): void => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    giveUp = () => {
      reject(signal.reason as Error);
    };
  });
  const onStop = (): void => {
    timer = setTimeout(giveUp, graceMs);
  };
  if (signal.aborted) onStop();
  else signal.addEventListener('abort', onStop, { once: true });
  hurry.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onStop);
    hurry.removeEventListener('abort', giveUp);
  }
}

/** Runs `work` with a signal that is aborted with the run's, or when the step's own time is over. */
export async function withinTime<Result>(
  limitMs: number | undefined,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (limitMs === undefined) return work(outer);
  const own = new AbortController();
  const timer = setTimeout(() => {
    own.abort(new AcgsError('run/timeout', `the step did not end within ${Math.round(limitMs / 1000)} s`));
  }, limitMs);
  try {
    return await work(AbortSignal.any([outer, own.signal]));
  } finally {
    clearTimeout(timer);
  }
}
