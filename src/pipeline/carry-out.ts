import { availableParallelism } from 'node:os';
import { type AcgsError } from '../model/errors.js';
import { monotonic, now } from '../system/clock.js';
import { conclude } from './conclusion.js';
import { type Instance } from './instances.js';
import { planned, plannedWithEffects } from './planned.js';
import { type Preflight, preflight } from './preflight.js';
import { asError, describeError } from './run-error.js';
import { makeRunFolder } from './run-folder.js';
import { runInstance } from './run-instance.js';
import { type PipelineOptions, type RunResult } from './run-pipeline.js';
import { type RunState } from './run-state.js';
import { schedule, type Task } from './schedule.js';
import { type World } from './step.js';
import { untilStopped } from './stoppable.js';

/** Preflight only reads, so a stopped run need not wait for it long; ms. */
const PREFLIGHT_GRACE_MS = 500;

/** Plans, checks and runs the instances; whatever happens, the journal and the events come to their end. */
export async function carryOut<W extends World>(
  options: PipelineOptions<W>,
  instances: readonly Instance<W>[],
  state: RunState,
): Promise<RunResult> {
  const { mode, runId, root, journal, events } = state;
  const { version, resume } = options;
  const startedOn = now().toISOString();
  const began = monotonic();
  if (mode === 'run') await makeRunFolder(root, runId, resume === undefined ? [] : [resume]);
  await journal.append({
    type: 'run',
    schemaVersion: 1,
    ...{ runId, version, startedOn, frozen: options.frozen },
    ...(resume === undefined ? {} : { resumes: resume }),
    plan: instances.map(planned),
  });
  const services = options.services.map(({ name }) => name);
  const { destinations = [] } = options;
  events.tell({
    type: 'run-started',
    ...{ runId, version, mode, services },
    ...(destinations.length === 0 ? {} : { destinations }),
  });

  const { tools, failure: earlier } = await attempt(() => planAndRun(options, instances, state));
  const { status, exit, failure } = conclude(instances, state, earlier);
  const finishedOn = now().toISOString();
  const error = failure === undefined ? {} : { error: describeError(failure, root) };
  // When the journal is what failed, that is the failure already.
  await journal
    .append({ type: 'finish', at: finishedOn, status, exit, tools, ...error })
    .catch((thrown: unknown) => {
      if (failure === undefined) throw thrown;
    });
  const durationMs = Math.round(monotonic() - began);
  events.tell({ type: 'run-finished', runId, status, exit, durationMs, ...error });
  return {
    ...{ runId, version, mode, status, exit, startedOn, finishedOn, tools, ...error },
    outcomes: instances.map(
      ({ name, key, step }) =>
        state.outcomes.get(name) ?? { key, title: step.title, status: 'pending', durationMs: 0 },
    ),
    ...(failure === undefined ? {} : { failure }),
  };
}

interface Checked {
  readonly tools: Preflight['tools'];
  readonly failure?: AcgsError;
}

async function attempt(action: () => Promise<Checked>): Promise<Checked> {
  try {
    return await action();
  } catch (thrown) {
    return { tools: {}, failure: asError(thrown) };
  }
}

async function planAndRun<W extends World>(
  options: PipelineOptions<W>,
  instances: readonly Instance<W>[],
  state: RunState,
): Promise<Checked> {
  const { mode, events, root, stop } = state;
  const steps =
    mode === 'run'
      ? instances.map(planned)
      : await Promise.all(instances.map((one) => plannedWithEffects(one, root)));
  events.tell({ type: 'plan', steps });
  if (mode === 'plan') return { tools: {} };
  const { tools, problems } = await untilStopped(
    preflight(instances, state.history, stop.signal),
    stop.signal,
    stop.hurry,
    PREFLIGHT_GRACE_MS,
  );
  for (const { key, error } of problems) {
    const service = key.service === undefined ? {} : { service: key.service };
    events.tell({ type: 'problem', step: key.step, ...service, error: describeError(error, root) });
  }
  const failure = problems[0]?.error;
  if (failure === undefined || mode === 'dry-run') {
    try {
      await schedule(
        byService(instances, options.services).map((instance) => taskOf(instance, state)),
        options.jobs ?? availableParallelism(),
      );
    } finally {
      await state.looseEnds.ended(stop);
    }
  }
  return { tools, ...(failure === undefined ? {} : { failure }) };
}

/** The steps of a service before those of the next: where all are as far, one gets ahead. */
function byService<W extends World>(
  instances: readonly Instance<W>[],
  services: readonly W['service'][],
): readonly Instance<W>[] {
  const rank = new Map(services.map(({ name }, at) => [name, at]));
  const rankOf = ({ key }: Instance<W>): number => rank.get(key.service ?? '') ?? -1;
  return instances.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function taskOf<W extends World>(instance: Instance<W>, state: RunState): Task {
  const before = [...instance.needs.values(), ...instance.after.values()].flat();
  return {
    name: instance.name,
    waitsFor: before.map(({ name }) => name),
    exclusive: () => instance.step.exclusive?.(instance.place) ?? [],
    waits: instance.step.waits ?? false,
    group: instance.key.service,
    run: async (free) => {
      try {
        await runInstance(instance, state, free);
      } catch (thrown) {
        // Without its journal a run must not go on.
        state.stop.now(asError(thrown));
        throw thrown;
      }
    },
  };
}
