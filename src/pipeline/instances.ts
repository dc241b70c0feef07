import { formatStepKey, type StepKey } from '../model/run-event.js';
import { type Choice } from './selection.js';
import { type AnyStep, type Place, type World } from './step.js';

/** One step for one service and platform: the unit of planning, running and journaling. */
export interface Instance<W extends World> {
  readonly key: StepKey;
  /** The key as text, unique in a run. */
  readonly name: string;
  /** Position in the plan, from 1: the number of its log file. */
  readonly number: number;
  readonly step: AnyStep<W>;
  readonly place: Place<W>;
  /** Instances that must have succeeded, by step. */
  readonly needs: ReadonlyMap<string, readonly Instance<W>[]>;
  /** Instances that come first if they take part, by step. */
  readonly after: ReadonlyMap<string, readonly Instance<W>[]>;
  readonly choice: Choice;
}

/**
 * Unfolds ordered steps into instances: a step of a finer `per` is waited for in all its instances that
 * concern the one who waits. Static skips, and those that follow from them, are decided here.
 */
export function unfold<W extends World>(
  steps: readonly AnyStep<W>[],
  choices: ReadonlyMap<string, Choice>,
  run: W['run'],
  services: readonly W['service'][],
): readonly Instance<W>[] {
  const all: Instance<W>[] = [];
  const byStep = new Map<string, Instance<W>[]>();
  for (const step of steps) {
    const own: Instance<W>[] = [];
    byStep.set(step.id, own);
    for (const place of placesOf(step, run, services)) {
      const key: StepKey = {
        step: step.id,
        ...(place.service === undefined ? {} : { service: place.service.name }),
        ...(place.platform === undefined ? {} : { platform: place.platform }),
      };
      const concerning = (refs: readonly { readonly id: string }[]) =>
        new Map(refs.map(({ id }) => [id, (byStep.get(id) ?? []).filter((one) => concerns(one.key, key))]));
      const needs = concerning(step.needs);
      const instance = {
        key,
        name: formatStepKey(key),
        number: all.length + 1,
        step,
        place,
        needs,
        after: concerning(step.after ?? []),
        choice: skipFor(step, place, needs, choices.get(step.id) ?? { action: 'run' }),
      };
      own.push(instance);
      all.push(instance);
    }
  }
  return all;
}

/** Whether what an instance makes matters to another: not if they belong to different services or platforms. */
export function concerns(one: StepKey, other: StepKey): boolean {
  const apart = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && b !== undefined && a !== b;
  return !apart(one.service, other.service) && !apart(one.platform, other.platform);
}

function placesOf<W extends World>(
  step: AnyStep<W>,
  run: W['run'],
  services: readonly W['service'][],
): readonly Place<W>[] {
  if (step.per === 'run') return [{ run, service: undefined, platform: undefined }];
  if (step.per === 'service') return services.map((service) => ({ run, service, platform: undefined }));
  return services.flatMap((service) => service.platforms.map((platform) => ({ run, service, platform })));
}

function skipFor<W extends World>(
  step: AnyStep<W>,
  place: Place<W>,
  needs: ReadonlyMap<string, readonly Instance<W>[]>,
  choice: Choice,
): Choice {
  if (choice.action !== 'run') return choice;
  for (const [id, instances] of needs)
    if (instances.length > 0 && instances.every((one) => isChosenSkip(one.choice)))
      return { action: 'skip', reason: `needs ${id}, which is skipped`, chosen: true };
  const reason = step.skip?.(place);
  return reason === undefined ? choice : { action: 'skip', reason, chosen: true };
}

function isChosenSkip(choice: Choice): boolean {
  return choice.action === 'skip' && choice.chosen;
}
