import { type AcgsError } from '../model/errors.js';
import { EXIT, type ExitCode } from '../model/exit-code.js';
import { type RunStatus } from '../model/run-event.js';
import { type Instance } from './instances.js';
import { asError } from './run-error.js';
import { type RunState } from './run-state.js';
import { type World } from './step.js';

/** How a run ended, in a word, a number and an error. */
export interface Conclusion {
  readonly status: RunStatus;
  readonly exit: ExitCode;
  readonly failure?: AcgsError;
}

/**
 * What decides the end of a run: that it was stopped before all had ended; else what preflight found; else the first
 * step in the order of the plan that failed or refused, so that the exit code does not depend on who was faster.
 */
export function conclude<W extends World>(
  instances: readonly Instance<W>[],
  state: RunState,
  earlier: AcgsError | undefined,
): Conclusion {
  const { signal } = state.stop;
  const unfinished = instances.some(({ name }) => {
    const status = state.outcomes.get(name)?.status;
    return status === undefined || status === 'cancelled' || status === 'pending';
  });
  if (signal.aborted && unfinished) return ended(asError(signal.reason));
  const first = instances.find(({ name }) => state.failures.has(name));
  const failure = earlier ?? (first === undefined ? undefined : state.failures.get(first.name));
  return failure === undefined ? { status: 'passed', exit: EXIT.done } : ended(failure);
}

function ended(failure: AcgsError): Conclusion {
  const { exit } = failure;
  if (exit === EXIT.interrupted || exit === EXIT.terminated) return { status: 'cancelled', exit, failure };
  return { status: exit === EXIT.refused ? 'refused' : 'failed', exit, failure };
}
