import { type PlannedEffect, type PlannedStep } from '../model/run-event.js';
import { redact } from '../system/redaction.js';
import { type Instance } from './instances.js';
import { waitsFor } from './order.js';
import { withoutRoot } from './run-error.js';
import { type World } from './step.js';

/** An instance as events, `--plan` and the journal's header show it. */
export function planned<W extends World>({ key, step, choice }: Instance<W>): PlannedStep {
  return {
    key,
    title: step.title,
    action: choice.action,
    ...(choice.action === 'skip' ? { reason: choice.reason } : {}),
    needs: waitsFor(step),
  };
}

/** The same with every effect that it would have. */
export async function plannedWithEffects<W extends World>(
  instance: Instance<W>,
  root: string,
): Promise<PlannedStep> {
  if (instance.choice.action !== 'run') return planned(instance);
  const effects = (await instance.step.plan?.(instance.place)) ?? [];
  return { ...planned(instance), effects: effects.map((effect) => clean(effect, root)) };
}

function clean(effect: PlannedEffect, root: string): PlannedEffect {
  return { ...effect, detail: withoutRoot(redact(effect.detail), root) };
}
