import { diff3Merge } from 'node-diff3';
import { type ItemKey, listKey } from './list-keys.js';
import { canonical, isValueList, isValueMap, same, type Value, type ValueMap } from './value.js';

/** Where both sides changed one thing in two ways. Undefined: not there. */
export interface ValueConflict {
  readonly where: string;
  readonly base: Value | undefined;
  readonly ours: Value | undefined;
  readonly theirs: Value | undefined;
}

type Report = (conflict: ValueConflict) => void;
type Three<T> = readonly [base: T, ours: T, theirs: T];

/**
 * Merges three versions of a value: maps by key, lists by merge key, other lists as sequences.
 * Laws: base = theirs gives ours, base = ours gives theirs, ours = theirs gives it; edits of different fields both stay.
 * @param where for reports: path of the value
 * @returns the merged value, undefined for none; where a conflict was reported, ours
 */
export function mergeValues(
  [base, ours, theirs]: Three<Value | undefined>,
  where: string,
  report: Report,
): Value | undefined {
  if (same(ours, theirs) || same(base, theirs)) return ours;
  if (same(base, ours)) return theirs;
  if (isValueMap(ours) && isValueMap(theirs))
    return mergeMaps([isValueMap(base) ? base : new Map(), ours, theirs], where, report);
  if (isValueList(ours) && isValueList(theirs))
    return mergeLists([isValueList(base) ? base : [], ours, theirs], where, report);
  report({ where, base, ours, theirs });
  return ours;
}

/** Merges what has keys; order is ours', and what only theirs has stands behind its neighbour there. */
function mergeMaps(maps: Three<ValueMap>, where: string, report: Report): ValueMap {
  const [base, ours, theirs] = maps.map(byCanonicalKey) as unknown as Three<Map<string, [Value, Value]>>;
  const merged = new Map<Value, Value>();
  for (const id of unitedOrder([...ours.keys()], [...theirs.keys()])) {
    const key = (ours.get(id) ?? theirs.get(id))?.[0] ?? null;
    const at = where === '' ? String(key) : `${where}.${String(key)}`;
    const value = mergeValues([base.get(id)?.[1], ours.get(id)?.[1], theirs.get(id)?.[1]], at, report);
    if (value !== undefined) merged.set(key, value);
  }
  return merged;
}

function byCanonicalKey(map: ValueMap): Map<string, [Value, Value]> {
  return new Map([...map].map(([key, value]) => [canonical(key), [key, value]]));
}

function mergeLists(lists: Three<readonly Value[]>, where: string, report: Report): readonly Value[] {
  const keyOf = listKey(...lists);
  return keyOf === undefined ? mergeSequences(lists, where, report) : mergeKeyed(lists, keyOf, where, report);
}

function mergeKeyed(
  lists: Three<readonly Value[]>,
  keyOf: ItemKey,
  where: string,
  report: Report,
): readonly Value[] {
  const [base, ours, theirs] = lists.map(
    (list) => new Map(list.map((item) => [keyOf(item), item])),
  ) as unknown as Three<Map<string, Value>>;
  return unitedOrder([...ours.keys()], [...theirs.keys()]).flatMap((key) => {
    const at = `${where}[${key.replace(' ', '=')}]`;
    const value = mergeValues([base.get(key), ours.get(key), theirs.get(key)], at, report);
    return value === undefined ? [] : [value];
  });
}

/** Lists without a merge key: as lines of a text are merged. */
function mergeSequences(
  [base, ours, theirs]: Three<readonly Value[]>,
  where: string,
  report: Report,
): readonly Value[] {
  const texts = new Map([...base, ...ours, ...theirs].map((item) => [canonical(item), item]));
  const [a, o, b] = [ours, base, theirs].map((list) => list.map(canonical)) as [string[], string[], string[]];
  const merged: string[] = [];
  for (const { ok, conflict } of diff3Merge(a, o, b, { excludeFalseConflicts: true })) {
    if (conflict !== undefined) {
      report({ where, base, ours, theirs });
      return ours;
    }
    merged.push(...(ok ?? []));
  }
  return merged.map((text) => texts.get(text) ?? null);
}

/** Ours in its order, and what only theirs has right behind the one that it follows there. */
export function unitedOrder<T>(ours: readonly T[], theirs: readonly T[]): T[] {
  const order = [...ours];
  theirs.forEach((item, index) => {
    if (order.includes(item)) return;
    const before = theirs.slice(0, index).findLast((one) => order.includes(one));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, item);
  });
  return order;
}
