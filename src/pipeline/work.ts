import { AcgsError, messageOf } from '../model/errors.js';
import { EXIT } from '../model/exit-code.js';
import { changedParts, hashParts } from './fingerprint.js';
import { type Instance } from './instances.js';
import { requireOneDigest } from './one-digest.js';
import { type StepOutcome } from './outcome.js';
import { asError, oneLine } from './run-error.js';
import { type RunState } from './run-state.js';
import { type Scope, Skipped, type World } from './step.js';
import { UNDO_MS, untilStopped, withinTime } from './stoppable.js';

/** What an instance comes to, before the runner adds key, time and log. */
export type Ended = Omit<StepOutcome, 'key' | 'title' | 'durationMs' | 'log' | 'error'> & {
  readonly failure?: AcgsError;
};

type Inputs = Readonly<Record<string, unknown>>;

/** Does a step's work, unless its result is there already. Never rejects. */
export async function work<W extends World>(
  instance: Instance<W>,
  inputs: Inputs,
  scope: Scope<W>,
  state: RunState,
): Promise<Ended> {
  let known: Pick<Ended, 'fingerprint' | 'because'> = {};
  try {
    const test = await isThere(instance, inputs, scope, state);
    if (test.there !== undefined) return conclude(instance, test.there, test.output, state, test.known);
    known = test.known;
    const output = await perform(instance, inputs, scope, state);
    if (output instanceof Skipped) return { status: 'skipped', reason: output.reason };
    return conclude(instance, 'passed', output, state, known);
  } catch (thrown) {
    return { ...failed(thrown, state), ...known };
  }
}

/** Checks an output, then lets the step judge it: a refusal keeps the output. */
export function conclude<W extends World>(
  instance: Instance<W>,
  status: 'passed' | 'fresh' | 'done',
  output: unknown,
  state: RunState,
  more: Partial<Ended> = {},
): Ended {
  const parsed = parseOutput(instance, output);
  requireOneDigest(instance.key, parsed, state.subjects);
  const verdict = instance.step.judge?.(parsed, instance.place);
  if (verdict === undefined) return { ...more, status, output: parsed };
  return { ...more, ...failed(verdict, state), output: parsed };
}

/** An error as the end of a step: stopped runs are `cancelled`, gates `refused`, the rest `failed`. */
export function failed(thrown: unknown, state: RunState): Ended {
  if (state.stop.signal.aborted) return { status: 'cancelled', reason: messageOf(state.stop.signal.reason) };
  const failure = asError(thrown);
  return {
    status: failure.exit === EXIT.refused ? 'refused' : 'failed',
    reason: oneLine(failure.message, state.root),
    failure,
  };
}

interface There {
  readonly there?: 'fresh' | 'done';
  readonly output?: unknown;
  readonly known: Pick<Ended, 'fingerprint' | 'because'>;
}

async function isThere<W extends World>(
  { step, key }: Instance<W>,
  inputs: Inputs,
  scope: Scope<W>,
  state: RunState,
): Promise<There> {
  if (step.done !== undefined) {
    const output = await step.done(inputs, scope);
    return output === undefined
      ? { known: { because: 'its destination does not hold it' } }
      : { there: 'done', output, known: {} };
  }
  if (step.fingerprint === undefined) return { known: {} };
  const fingerprint = hashParts(await step.fingerprint(inputs, scope));
  const last = state.history.lastSuccess(key);
  const because = (reason: string): There => ({ known: { fingerprint, because: reason } });
  if (state.force) return because('--force');
  if (last?.fingerprint === undefined) return because('there is no earlier result');
  const changed = changedParts(last.fingerprint, fingerprint);
  if (changed.length > 0) return because(`changed: ${changed.join(', ')}`);
  const output = tryParse(step.output, last.output);
  if (output === undefined) return because('the earlier result has another form');
  if ((await step.outputsThere?.(output, inputs, scope)) === false)
    return because('what it made is gone or changed');
  return { there: 'fresh', output, known: { fingerprint } };
}

function tryParse(schema: { parse(value: unknown): unknown }, value: unknown): unknown {
  try {
    return schema.parse(value);
  } catch {
    // Written by another version: the step runs again.
    return undefined;
  }
}

async function perform<W extends World>(
  { step, place }: Instance<W>,
  inputs: Inputs,
  scope: Scope<W>,
  state: RunState,
): Promise<unknown> {
  const limit = step.timeoutMs?.(place);
  try {
    return await withinTime(limit, scope.signal, (signal) =>
      untilStopped(step.run(inputs, { ...scope, signal }), signal, state.stop.hurry),
    );
  } catch (thrown) {
    await undo(step, inputs, scope, state);
    throw thrown;
  }
}

async function undo<W extends World>(
  step: Instance<W>['step'],
  inputs: Inputs,
  scope: Scope<W>,
  state: RunState,
): Promise<void> {
  if (step.undo === undefined) return;
  const limit = AbortSignal.timeout(UNDO_MS);
  try {
    await untilStopped(step.undo(inputs, { ...scope, signal: limit }), limit, state.stop.hurry, 0);
  } catch (thrown) {
    scope.emit.warning(`could not clean up: ${messageOf(thrown)}`);
  }
}

/** The output as its schema gives it, from the JSON that the journal will hold: what is no JSON is noticed here. */
function parseOutput<W extends World>({ step, name }: Instance<W>, output: unknown): unknown {
  try {
    const text = JSON.stringify(output);
    return step.output.parse(text === undefined ? undefined : JSON.parse(text));
  } catch (error) {
    throw new AcgsError('internal/bug', `the output of ${name} is not what its schema says`, {
      cause: error,
    });
  }
}
