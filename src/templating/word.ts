import { Literal } from './literal.js';
import { unsafeValue } from './unsafe-value.js';

const WORD = /^[A-Za-z0-9_/.][A-Za-z0-9_./:@+,=-]*$/;

/**
 * A value that means the same in every format, quoted or not: a name, a path, a version, an image reference, a URL without
 * a query. What else it holds cannot end a string, a comment or a line.
 * @param pattern a narrower form, e.g. `/^\d+$/`
 * @throws AcgsError `template/unsafe-value`
 */
export function word(value: unknown, pattern?: RegExp): Literal {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string' || !WORD.test(text) || (pattern !== undefined && !pattern.test(text)))
    throw unsafeValue(value, pattern === undefined ? 'a plain word' : `a word like ${pattern.source}`);
  return new Literal(text);
}
