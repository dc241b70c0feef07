import { AcgsError } from './errors.js';

export interface JsonLimits {
  readonly bytes: number;
  /** Nesting of objects and arrays. */
  readonly depth: number;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Braces and brackets differ in this bit only, and nothing else does from them. */
const BRACE = 0x20;
const [OPENING, CLOSING] = [0x7b, 0x7d];
/** A string's first bytes are read one by one: to begin a search costs as much as reading some fifty. */
const SHORT = 48;

/**
 * Parses JSON from outside: strict UTF-8, of limited size and depth (rules of trust 6).
 * @param what names the thing in errors, e.g. `the bundle`
 * @throws AcgsError `evidence/too-large`, `evidence/invalid`
 */
export function parseBoundedJson(bytes: Uint8Array, what: string, limits: JsonLimits): unknown {
  if (bytes.length > limits.bytes)
    throw new AcgsError(
      'evidence/too-large',
      `${what} has ${bytes.length} bytes, more than the ${limits.bytes} allowed`,
    );
  if (depthExceeds(bytes, limits.depth))
    throw new AcgsError('evidence/too-large', `${what} nests deeper than the ${limits.depth} levels allowed`);
  try {
    return JSON.parse(UTF8.decode(bytes)) as unknown;
  } catch (error) {
    throw new AcgsError('evidence/invalid', `${what} is not JSON in UTF-8`, { cause: error });
  }
}

/** Looks only at bytes: in UTF-8 none of the five that matter occurs inside a longer character. */
function depthExceeds(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = endOfString(bytes, at + 1);
    else if ((byte | BRACE) === OPENING) {
      depth += 1;
      if (depth > limit) return true;
    } else if ((byte | BRACE) === CLOSING) depth -= 1;
  }
  return false;
}

/**
 * Where the quote lies that ends a string, or the end of all bytes. Long ones, payloads in base64, are searched, not read; after a
 * quote that ends nothing they are read again, so that a string of nothing else costs no search for each.
 */
function endOfString(bytes: Uint8Array, from: number): number {
  for (let at = from; ;) {
    for (const near = Math.min(at + SHORT, bytes.length); at < near; at += 1) {
      const byte = bytes[at];
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) return at;
    }
    const quote = bytes.indexOf(QUOTE, at);
    if (quote < 0) return bytes.length;
    let backslashes = 0;
    while (quote - backslashes > at && bytes[quote - backslashes - 1] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return quote;
    at = quote + 1;
  }
}

/** A JSON object as a record, or nothing for any other value. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
