import { AcgsError, messageOf } from '../model/errors.js';
import { JSON_DEPTH_LIMIT } from './limits.js';

/** A JSON object from outside: nothing in it is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Deepest nesting of JSON text, found without parsing it. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (OPENING.has(byte)) deepest = Math.max(deepest, (depth += 1));
    else if (CLOSING.has(byte)) depth -= 1;
  }
  return deepest;
}

/**
 * Parses JSON from outside: UTF-8, at most {@link JSON_DEPTH_LIMIT} deep. The caller has bounded its size.
 * `what` names it in messages, e.g. `the manifest of ghcr.io/acme/api`.
 * @throws AcgsError `evidence/invalid`, `evidence/too-large` (too deep)
 */
export function parseJson(bytes: Uint8Array, what: string): unknown {
  if (depthOf(bytes) > JSON_DEPTH_LIMIT)
    throw new AcgsError('evidence/too-large', `${what} is nested deeper than ${JSON_DEPTH_LIMIT} levels`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new AcgsError('evidence/invalid', `${what} is not JSON: ${messageOf(error).slice(0, 120)}`, {
      cause: error,
    });
  }
}

/** As {@link parseJson}, for a document that must be an object. */
export function parseJsonObject(bytes: Uint8Array, what: string): JsonObject {
  const value = parseJson(bytes, what);
  if (isObject(value)) return value;
  throw new AcgsError('evidence/invalid', `${what}: expected a JSON object`);
}

/** Whether a JSON value is an object (no list, no null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
