import { AcgsError } from '../model/errors.js';

/** As much of a step as its place in the order depends on. */
export interface Ordered {
  readonly id: string;
  readonly needs: readonly { readonly id: string }[];
  readonly after?: readonly { readonly id: string }[];
}

/** Ids of the steps that come before one, `needs` and `after` alike. */
export function waitsFor(step: Ordered): readonly string[] {
  return [...step.needs, ...(step.after ?? [])].map(({ id }) => id);
}

/**
 * The steps in an order in which each follows all that it waits for; otherwise as they are listed.
 * @throws AcgsError `internal/bug` for a cycle, an id listed twice, or a need that is not in the list
 */
export function inOrder<S extends Ordered>(steps: readonly S[]): readonly S[] {
  const known = new Set<string>();
  for (const { id } of steps) {
    if (known.has(id)) throw new AcgsError('internal/bug', `the step ${id} is listed twice`);
    known.add(id);
  }
  for (const step of steps)
    for (const id of waitsFor(step))
      if (!known.has(id))
        throw new AcgsError('internal/bug', `the step ${step.id} needs ${id}, which is not in the list`);
  const ordered: S[] = [];
  const placed = new Set<string>();
  while (ordered.length < steps.length) {
    const next = steps.find((step) => !placed.has(step.id) && waitsFor(step).every((id) => placed.has(id)));
    if (next === undefined) {
      const stuck = steps.filter(({ id }) => !placed.has(id)).map(({ id }) => id);
      throw new AcgsError('internal/bug', `these steps wait for each other: ${stuck.join(', ')}`);
    }
    placed.add(next.id);
    ordered.push(next);
  }
  return ordered;
}

/** The given steps and all that they wait for, directly or not. */
export function withAllBefore(steps: readonly Ordered[], ids: Iterable<string>): ReadonlySet<string> {
  return reach(ids, (id) => {
    const step = steps.find((each) => each.id === id);
    return step === undefined ? [] : waitsFor(step);
  });
}

/** The given steps and all that wait for them, directly or not. */
export function withAllAfter(steps: readonly Ordered[], ids: Iterable<string>): ReadonlySet<string> {
  return reach(ids, (id) => steps.filter((step) => waitsFor(step).includes(id)).map((step) => step.id));
}

function reach(start: Iterable<string>, next: (id: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...next(id));
  }
  return reached;
}
