import { createHash } from 'node:crypto';
import { type Fingerprint } from './step.js';

/** JSON with object keys in order and `undefined` left out, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      inner !== null && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'null'
  );
}

/** Hash (sha256, hex) of each named input. */
export function hashParts(fingerprint: Fingerprint): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fingerprint).map(([name, value]) => [
      name,
      createHash('sha256').update(canonicalJson(value)).digest('hex'),
    ]),
  );
}

/** Names of the inputs that differ, sorted; empty if the fingerprints are equal. */
export function changedParts(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => before[name] !== now[name]).sort();
}
