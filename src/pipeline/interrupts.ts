import { AcgsError } from '../model/errors.js';
import { EXIT } from '../model/exit-code.js';
import { monotonic } from '../system/clock.js';

/** The user's or the system's wish to stop. */
export interface Interrupts {
  /** Aborted at the first signal, with an AcgsError `run/interrupted` that carries the exit code. */
  readonly signal: AbortSignal;
  /** Aborted at the second: do not even wait for clean ends. */
  readonly hurry: AbortSignal;
  dispose(): void;
}

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: EXIT.terminated } as const;

/** `npm` and `npx` pass on a signal that the terminal has sent already: a second one so soon is the same wish. */
const SAME_WISH_MS = 500;

/**
 * Listens for SIGINT, SIGTERM and SIGHUP (a closed terminal). With `process.on` and never `once`: execa's clean-up
 * re-raises a signal when it finds no other listener, and the process would die without its journal.
 * @param next how the user goes on
 */
export function listenForInterrupts(next: readonly string[] = ['give the command again']): Interrupts {
  const stop = new AbortController();
  const hurry = new AbortController();
  let first = 0;
  const onSignal = (name: NodeJS.Signals): void => {
    if (!stop.signal.aborted) {
      first = monotonic();
      stop.abort(
        new AcgsError('run/interrupted', `interrupted by ${name}`, {
          exit: SIGNALS[name as keyof typeof SIGNALS],
          next,
        }),
      );
    } else if (monotonic() - first > SAME_WISH_MS) hurry.abort();
  };
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  for (const name of names) process.on(name, onSignal);
  return {
    signal: stop.signal,
    hurry: hurry.signal,
    dispose: () => {
      for (const name of names) process.off(name, onSignal);
    },
  };
}
