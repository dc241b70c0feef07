import { type AcgsError } from '../model/errors.js';
import { messageOf } from '../model/errors.js';
import { type StepStatus } from '../model/run-event.js';
import { monotonic, now } from '../system/clock.js';
import { gather } from './gather.js';
import { importResult } from './import-result.js';
import { concerns, type Instance } from './instances.js';
import { type StepOutcome } from './outcome.js';
import { describeError, oneLine } from './run-error.js';
import { type RunState } from './run-state.js';
import { type Scope, type World } from './step.js';
import { logPath, noLog, openLog, type StepLog } from './step-log.js';
import { StepVoice } from './step-voice.js';
import { type Ended, failed, work } from './work.js';

/**
 * Takes one instance from `pending` to its end, and journals and tells both. Rejects only if the journal cannot be written.
 * @param free gives back a thing that it has for itself
 */
export async function runInstance<W extends World>(
  instance: Instance<W>,
  state: RunState,
  free: (thing: string) => void,
): Promise<void> {
  const { choice } = instance;
  if (choice.action === 'skip') {
    const unselected = choice.chosen ? {} : ({ unselected: true } as const);
    return record(instance, { status: 'skipped', reason: choice.reason, ...unselected }, state);
  }
  if (state.stop.signal.aborted)
    return record(
      instance,
      { status: 'pending', reason: `not started: ${messageOf(state.stop.signal.reason)}` },
      state,
    );
  const readiness = gather(instance, state.outcomes);
  if (readiness.kind !== 'ready')
    return record(instance, { status: readiness.kind, reason: readiness.reason }, state);
  if (state.mode !== 'run' && instance.step.readOnly !== true)
    return record(instance, { status: 'pending', reason: 'dry run' }, state);
  await runReady(instance, readiness.inputs, state, free);
}

async function runReady<W extends World>(
  instance: Instance<W>,
  inputs: Readonly<Record<string, unknown>>,
  state: RunState,
  free: (thing: string) => void,
): Promise<void> {
  const { key, step, choice } = instance;
  const began = monotonic();
  await state.journal.append({ type: 'start', key, at: now().toISOString() });
  state.events.tell({ type: 'step-started', key, title: step.title });
  let log: StepLog = noLog;
  let ended: Ended;
  try {
    if (state.mode === 'run')
      log = openLog(state.root, logPath(state.runId, instance.number, key), (text) => {
        state.events.tell({ type: 'warning', key, text });
      });
    const voice = new StepVoice(key, state.events, log, state.root);
    const scope = { ...scopeOf(instance, voice, state), free };
    ended = await (choice.action === 'import' ? importResult : work)(instance, inputs, scope, state);
    voice.end();
  } catch (thrown) {
    // The log could not be opened.
    ended = failed(thrown, state);
  }
  const durationMs = Math.round(monotonic() - began);
  const reason = ended.reason === undefined ? '' : `: ${oneLine(ended.reason, state.root)}`;
  log.line(`# ${ended.status}${reason} (${durationMs} ms)`);
  await log.close();
  await record(instance, ended, state, { durationMs, log: log.path });
}

function scopeOf<W extends World>(
  instance: Instance<W>,
  emit: StepVoice,
  state: RunState,
): Omit<Scope<W>, 'free'> {
  return {
    ...instance.place,
    runId: state.runId,
    signal: state.stop.signal,
    emit,
    resultsOf: (id) =>
      [...state.outcomes.values()]
        .filter(({ key }) => key.step === id && concerns(key, instance.key))
        .map(({ key, status, reason }) => ({ key, status, ...(reason === undefined ? {} : { reason }) })),
    later: (work) => {
      state.looseEnds.add(work, (thrown) => {
        const text = `could not clean up: ${oneLine(messageOf(thrown), state.root)}`;
        state.events.tell({ type: 'warning', key: instance.key, text });
      });
    },
  };
}

async function record<W extends World>(
  instance: Instance<W>,
  { failure, ...ended }: Ended,
  state: RunState,
  how: { readonly durationMs: number; readonly log: string | undefined } = { durationMs: 0, log: undefined },
): Promise<void> {
  const { key, name, step } = instance;
  const error = failure === undefined ? undefined : describeError(failure, state.root);
  const reason =
    error?.message ?? (ended.reason === undefined ? undefined : oneLine(ended.reason, state.root));
  const outcome: StepOutcome = {
    ...ended,
    key,
    title: step.title,
    durationMs: how.durationMs,
    ...(reason === undefined ? {} : { reason }),
    ...(error === undefined ? {} : { error }),
    ...(how.log === undefined ? {} : { log: how.log }),
  };
  state.outcomes.set(name, outcome);
  if (failure !== undefined) state.failures.set(name, failure);
  const { title, ...entry } = outcome;
  await state.journal.append({ type: 'end', at: now().toISOString(), ...entry });
  tellFinished(outcome, title, outcome.status, failure, state);
}

function tellFinished(
  outcome: StepOutcome,
  title: string,
  status: StepStatus,
  failure: AcgsError | undefined,
  state: RunState,
): void {
  const { key, reason, durationMs, imported, error, log } = outcome;
  state.events.tell({
    type: 'step-finished',
    key,
    title,
    status,
    durationMs,
    ...(reason === undefined ? {} : { reason }),
    ...(imported === undefined ? {} : { imported }),
    ...(failure === undefined || error === undefined ? {} : { error }),
    ...(log === undefined ? {} : { log }),
  });
}
