/** A parsed YAML or JSON value; maps as `Map`, because keys may be numbers, or `__proto__`. */
export type Value = string | number | bigint | boolean | null | Date | readonly Value[] | ValueMap;
export type ValueMap = ReadonlyMap<Value, Value>;

export function isValueMap(value: Value | undefined): value is ValueMap {
  return value instanceof Map;
}

export function isValueList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** One text for equal values, whatever the order of their keys; `undefined` (not there) has its own. */
export function canonical(value: Value | undefined): string {
  if (isValueList(value)) return `[${value.map(canonical).join(',')}]`;
  if (isValueMap(value)) {
    const entries = [...value].map(([key, item]) => `${canonical(key)}:${canonical(item)}`);
    return `{${entries.sort().join(',')}}`;
  }
  if (typeof value === 'bigint') return String(value);
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value === undefined ? 'undefined' : JSON.stringify(value);
}

export function same(a: Value | undefined, b: Value | undefined): boolean {
  return a === b || canonical(a) === canonical(b);
}
