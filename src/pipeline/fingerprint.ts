import { createHash } from 'node:crypto';
import { canonicalJson } from '../model/canonical-json.js';
import { type Fingerprint } from './step.js';

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
