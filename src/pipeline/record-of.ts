import { RESUME } from './stop.js';
import { EXIT } from '../model/exit-code.js';
import { formatStepKey } from '../model/run-event.js';
import { type JournalRecord } from './journal-lines.js';
import { type RunRecord, type StepOutcome } from './outcome.js';

/** A run as its journal tells it, with every step of its plan: also a run that was killed. */
export function recordOf({ header, starts, ends, finish }: JournalRecord): RunRecord {
  const outcomes = header.plan.map(({ key, title }): StepOutcome => {
    const name = formatStepKey(key);
    const end = ends.findLast((each) => formatStepKey(each.key) === name);
    if (end !== undefined) {
      const { type: _type, at: _at, ...outcome } = end;
      return { ...outcome, title };
    }
    const started = starts.some((each) => formatStepKey(each.key) === name);
    return started
      ? { key, title, status: 'cancelled', reason: 'the run ended here without a word', durationMs: 0 }
      : { key, title, status: 'pending', reason: 'not started', durationMs: 0 };
  });
  const { runId, version, startedOn } = header;
  if (finish === undefined) {
    const error = {
      code: 'run/interrupted',
      message: 'the run was killed, or its machine stopped',
      next: RESUME,
      exit: EXIT.interrupted,
    };
    const told = { status: 'cancelled', exit: EXIT.interrupted, error, tools: {} } as const;
    return { runId, version, mode: 'run', startedOn, outcomes, ...told };
  }
  const { at: finishedOn, type: _type, ...told } = finish;
  return { runId, version, mode: 'run', startedOn, finishedOn, outcomes, ...told };
}
