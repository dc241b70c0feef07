import { unsafeValue } from '../unsafe-value.js';
import { type Format } from './format.js';
import { jsonLiteral } from './json.js';

/** A word of a Dockerfile instruction, quoted where it must be; an array is the exec form. */
function dockerfileWord(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonLiteral).join(', ')}]`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  if (typeof value !== 'string' || /[\u0000-\u001f\u007f]/.test(value))
    throw unsafeValue(value, 'one line of text');
  return /^[A-Za-z0-9_./:@+,=-]+$/.test(value)
    ? value
    : `"${value.replaceAll(/["\\$]/g, (character) => `\\${character}`)}"`;
}

export const dockerfile: Format = { quote: dockerfileWord, comment: { open: '# ', close: '' } };
