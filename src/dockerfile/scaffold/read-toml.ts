import { parse } from 'smol-toml';

/** A TOML file as data; undefined where it is none, because it is the package manager's to complain. */
export function readToml(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** The value at a path of keys. */
export function at(data: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Readonly<Record<string, unknown>>)[key]
        : undefined,
    data,
  );
}

/** The text at a path of keys. */
export function textAt(data: unknown, ...keys: readonly string[]): string | undefined {
  const value = at(data, ...keys);
  return typeof value === 'string' ? value : undefined;
}
