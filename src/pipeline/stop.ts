import { AcgsError } from '../model/errors.js';
import { listenForInterrupts } from './interrupts.js';

/** All reasons for which a run may have to stop before its end. */
export interface Stop {
  /** Aborted with an AcgsError, whose exit code is the run's. */
  readonly signal: AbortSignal;
  /** Do not wait for steps to stop cleanly. */
  readonly hurry: AbortSignal;
  /** Stops the run for a reason of its own, e.g. a journal that cannot be written. */
  now(reason: AcgsError): void;
  dispose(): void;
}

/** How a run that was stopped goes on. */
export const RESUME: readonly string[] = ['go on with `acgs release --resume`'];

/** Signals of the process, the time limit of the run (ms), and the caller's own signal, as one. */
export function readyToStop(timeoutMs: number | undefined, callers: AbortSignal | undefined): Stop {
  const interrupts = listenForInterrupts(RESUME);
  const own = new AbortController();
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          own.abort(
            new AcgsError('run/timeout', `the run did not end within ${Math.round(timeoutMs / 1000)} s`),
          );
        }, timeoutMs);
  const onCaller = (): void => {
    const { reason } = callers ?? {};
    own.abort(
      reason instanceof AcgsError
        ? reason
        : new AcgsError('run/interrupted', 'the run was stopped', { next: RESUME }),
    );
  };
  if (callers?.aborted === true) onCaller();
  else callers?.addEventListener('abort', onCaller, { once: true });
  return {
    signal: AbortSignal.any([interrupts.signal, own.signal]),
    hurry: interrupts.hurry,
    now: (reason) => {
      own.abort(reason);
    },
    dispose: () => {
      clearTimeout(timer);
      callers?.removeEventListener('abort', onCaller);
      interrupts.dispose();
    },
  };
}
