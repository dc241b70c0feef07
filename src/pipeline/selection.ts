import { AcgsError } from '../model/errors.js';
import { nearest } from '../model/nearest.js';
import { type Ordered, withAllAfter, withAllBefore } from './order.js';

/** Which steps take part: the flags `--only`, `--skip`, `--from`, `--until`, by step id. */
export interface Selection {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly from?: string;
  readonly until?: string;
}

/** What becomes of a step in this run. */
export type Choice =
  | { readonly action: 'run' }
  /** Its last result is taken; `needed` if a step that runs depends on it. */
  | { readonly action: 'import'; readonly needed: boolean }
  /** `chosen`: by --skip, so that those who need it are skipped too; else it is merely not part of this run. */
  | { readonly action: 'skip'; readonly reason: string; readonly chosen: boolean };

/**
 * What the selection flags make of each step. `--until S` is S and all before it, `--from S` is S and all after it;
 * with `--from` and `--only` the results of what is not run are imported from the last run.
 * @throws AcgsError `usage/invalid` for an unknown step, or flags that leave nothing to run
 */
export function choose(steps: readonly Ordered[], selection: Selection): ReadonlyMap<string, Choice> {
  const { only = [], skip = [], from, until } = selection;
  const flags: readonly [string, readonly string[]][] = [
    ['--only', only],
    ['--skip', skip],
    ['--from', from === undefined ? [] : [from]],
    ['--until', until === undefined ? [] : [until]],
  ];
  const ids = steps.map(({ id }) => id);
  for (const [flag, named] of flags) for (const id of named) requireKnown(flag, id, ids);

  const inReach = until === undefined ? new Set(ids) : withAllBefore(steps, [until]);
  const starting = from === undefined ? new Set(ids) : withAllAfter(steps, [from]);
  const wanted = only.length === 0 ? new Set(ids) : new Set(only);
  const running = new Set(
    ids.filter((id) => inReach.has(id) && starting.has(id) && wanted.has(id) && !skip.includes(id)),
  );
  if (running.size === 0)
    throw new AcgsError('usage/invalid', `${describe(flags)} leaves no step to run`, {
      next: [`the steps are, in order: ${ids.join(', ')}`],
    });
  const before = withAllBefore(steps, running);
  const after = withAllAfter(steps, running);
  const imports = from !== undefined || only.length > 0;

  const decide = (id: string): Choice => {
    if (running.has(id)) return { action: 'run' };
    if (skip.includes(id)) return { action: 'skip', reason: '--skip', chosen: true };
    if (!inReach.has(id)) return { action: 'skip', reason: `--until ${until}`, chosen: false };
    if (imports && (before.has(id) || !after.has(id))) return { action: 'import', needed: before.has(id) };
    const reason = from !== undefined && !starting.has(id) ? `--from ${from}` : `--only ${only.join(',')}`;
    return { action: 'skip', reason, chosen: false };
  };
  return new Map(ids.map((id) => [id, decide(id)]));
}

function requireKnown(flag: string, id: string, known: readonly string[]): void {
  if (known.includes(id)) return;
  const guess = nearest(id, known);
  throw new AcgsError('usage/invalid', `${flag}: there is no step "${id}"`, {
    next: [
      ...(guess === undefined ? [] : [`did you mean ${guess}?`]),
      `the steps are, in order: ${known.join(', ')}`,
    ],
  });
}

function describe(flags: readonly [string, readonly string[]][]): string {
  return flags
    .filter(([, named]) => named.length > 0)
    .map(([flag, named]) => `${flag} ${named.join(',')}`)
    .join(' with ');
}
