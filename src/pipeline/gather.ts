import { type Instance } from './instances.js';
import { blocks, type StepOutcome, succeeded } from './outcome.js';
import { type StepRef, type World } from './step.js';

/** Whether a step may start, and with what. */
export type Readiness =
  | { readonly kind: 'ready'; readonly inputs: Readonly<Record<string, unknown>> }
  | { readonly kind: 'cancelled' | 'skipped' | 'pending'; readonly reason: string };

type Outcomes = ReadonlyMap<string, StepOutcome>;

/** Looks at how the steps before an instance ended; all of them have. */
export function gather<W extends World>(instance: Instance<W>, outcomes: Outcomes): Readiness {
  const before = [...instance.needs.values(), ...instance.after.values()].flat();
  const blocking = before
    .map((one) => ({ one, outcome: outcomes.get(one.name) }))
    .find(({ outcome }) => outcome === undefined || blocks(outcome.status));
  if (blocking !== undefined) return blockedBy(blocking.one.name, blocking.outcome);

  for (const [id, instances] of instance.needs) {
    const skips = instances.map((one) => outcomes.get(one.name));
    if (skips.length > 0 && skips.every((outcome) => outcome?.status === 'skipped'))
      return {
        kind: 'skipped',
        reason: `needs ${id}, which was skipped: ${skips[0]?.reason ?? 'no reason given'}`,
      };
  }
  const inputs: Record<string, unknown> = {};
  for (const ref of [...instance.step.needs, ...(instance.step.after ?? [])]) {
    const instances = instance.needs.get(ref.id) ?? instance.after.get(ref.id) ?? [];
    const seen = collect(instance, ref, instances, outcomes);
    if (seen !== undefined) inputs[ref.id] = seen;
  }
  return { kind: 'ready', inputs };
}

/** The reason names the step that began it, not the last in the chain. */
function blockedBy(name: string, outcome: StepOutcome | undefined): Readiness {
  if (outcome === undefined || outcome.status === 'pending')
    return { kind: 'pending', reason: outcome?.reason ?? `${name} was not started` };
  const reason =
    outcome.status === 'cancelled' && outcome.reason !== undefined
      ? outcome.reason
      : outcome.status === 'refused'
        ? `${name} refused`
        : `${name} ${outcome.status}`;
  return { kind: 'cancelled', reason };
}

function collect<W extends World>(
  instance: Instance<W>,
  ref: StepRef,
  instances: readonly Instance<W>[],
  outcomes: Outcomes,
): unknown {
  const good = instances.flatMap((one) => {
    const outcome = outcomes.get(one.name);
    return outcome !== undefined && succeeded(outcome.status)
      ? [{ key: one.key, output: outcome.output }]
      : [];
  });
  const { per } = instance.step;
  if (ref.per === 'run' || per === 'platform' || (ref.per === 'service' && per === 'service'))
    return good[0]?.output;
  if (good.length === 0) return undefined;
  if (per === 'service') return new Map(good.map(({ key, output }) => [key.platform, output]));
  if (ref.per === 'service') return new Map(good.map(({ key, output }) => [key.service, output]));
  const services = new Map<string | undefined, Map<string | undefined, unknown>>();
  for (const { key, output } of good)
    services.set(key.service, (services.get(key.service) ?? new Map()).set(key.platform, output));
  return services;
}
