import { asRecord, parseBoundedJson } from '../model/bounded-json.js';
import { AcgsError } from '../model/errors.js';
import { JSON_DEPTH_LIMIT, MANIFEST_LIMIT } from './limits.js';

/** A JSON object from outside: nothing in it is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

const LIMITS = { bytes: MANIFEST_LIMIT, depth: JSON_DEPTH_LIMIT };

/**
 * Parses a JSON document of a registry or layout, which must be an object.
 * `what` names it in messages, e.g. `the manifest of ghcr.io/acme/api`.
 * @throws AcgsError `evidence/invalid`, `evidence/too-large`
 */
export function parseJsonObject(bytes: Uint8Array, what: string): JsonObject {
  const value = asRecord(parseBoundedJson(bytes, what, LIMITS));
  if (value !== undefined) return value;
  throw new AcgsError('evidence/invalid', `${what}: expected a JSON object`);
}

/** Whether a JSON value is an object (no list, no null). */
export function isObject(value: unknown): value is JsonObject {
  return asRecord(value) !== undefined;
}
