import { AcgsError, messageOf } from '../model/errors.js';
import { type Instance } from './instances.js';
import { succeeded } from './outcome.js';
import { type RunState } from './run-state.js';
import { type Scope, type World } from './step.js';
import { conclude, type Ended, failed } from './work.js';
import { type JournalEnd } from './journal-lines.js';
import { type History } from './history.js';

/**
 * The journal entry to import for an instance, or why there is none. A refused gate may be imported: it is judged again.
 * @throws AcgsError `run/no-result`
 */
export function resultToImport<W extends World>({ key, name }: Instance<W>, history: History): JournalEnd {
  const last = history.lastResult(key);
  const next = [`run \`acgs release --until ${key.step}\` first`];
  if (last === undefined)
    throw new AcgsError('run/no-result', `there is no earlier result of ${name} to import`, { next });
  const { end, runId } = last;
  if (end === undefined)
    throw new AcgsError('run/no-result', `${name} never ended in run ${runId}`, { next });
  const usable =
    end.status === 'skipped' ||
    (end.output !== undefined && (succeeded(end.status) || end.status === 'refused'));
  if (!usable) {
    const why = end.reason === undefined ? '' : `: ${end.reason}`;
    throw new AcgsError('run/no-result', `${name} was ${end.status} in run ${runId}${why}`, { next });
  }
  return end;
}

/** Takes over an earlier result after checking it again, digests first. Never rejects. */
export async function importResult<W extends World>(
  instance: Instance<W>,
  inputs: Readonly<Record<string, unknown>>,
  scope: Scope<W>,
  state: RunState,
): Promise<Ended> {
  const { choice, step } = instance;
  const imported = { imported: true } as const;
  try {
    const end = resultToImport(instance, state.history);
    if (end.status === 'skipped')
      return { ...imported, status: 'skipped', reason: end.reason ?? 'it was skipped' };
    const status = end.status === 'fresh' || end.status === 'done' ? end.status : 'passed';
    const output = step.output.parse(end.output);
    const checked = await step.recheck?.(output, inputs, scope);
    const more = end.fingerprint === undefined ? imported : { ...imported, fingerprint: end.fingerprint };
    return conclude(instance, status, checked ?? output, state, more);
  } catch (thrown) {
    if (choice.action === 'import' && !choice.needed && !state.stop.signal.aborted)
      return { ...imported, status: 'skipped', reason: `no result to import: ${messageOf(thrown)}` };
    const error =
      thrown instanceof AcgsError
        ? thrown
        : new AcgsError('run/no-result', `the earlier result of ${instance.name} has another form`, {
            cause: thrown,
          });
    return { ...imported, ...failed(error, state) };
  }
}
