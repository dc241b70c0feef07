import { isValueMap, same, type Value } from './value.js';

/**
 * What tells the items of a list apart, best first: Kubernetes' own merge keys (`patchMergeKey` of its API types), and those of
 * Prometheus rules, workflows and collectors.
 */
const KEYS: readonly (readonly string[])[] = [
  ['name'],
  ['alert', 'record'],
  ['id'],
  ['mountPath'],
  ['containerPort'],
  ['port'],
  ['key'],
  ['job_name'],
  ['topologyKey'],
  ['ip'],
  ['host'],
  ['path'],
  ['type'],
];

/** The value by which an item is found again in other versions of its list. */
export type ItemKey = (item: Value) => string;

/** The merge key of some lists: one that every item has, and none twice in its list; undefined where there is none. */
export function listKey(...lists: readonly (readonly Value[])[]): ItemKey | undefined {
  for (const names of KEYS) {
    const keyOf = (item: Value): string | undefined => {
      if (!isValueMap(item)) return undefined;
      const name = names.find((one) => item.has(one));
      const key = name === undefined ? undefined : item.get(name);
      return typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint'
        ? `${name ?? ''} ${key}`
        : undefined;
    };
    const fits = lists.every((list) => {
      const keys = list.map(keyOf);
      return !keys.includes(undefined) && new Set(keys).size === keys.length;
    });
    if (fits) return (item) => keyOf(item) ?? '';
  }
  return undefined;
}

/** The item of a list that has the key, or is the same. */
export function findItem(list: readonly Value[], item: Value, keyOf: ItemKey | undefined): Value | undefined {
  return list.find((one) => (keyOf === undefined ? same(one, item) : keyOf(one) === keyOf(item)));
}
