import { unsafeValue } from '../unsafe-value.js';
import { type Format } from './format.js';

/** One word of a POSIX shell; an array becomes several (POSIX, 2.2.2 Single-Quotes). */
function shellWord(value: unknown): string {
  if (Array.isArray(value)) return value.map(shellWord).join(' ');
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  if (typeof value !== 'string' || /[\u0000-\u001f\u007f]/.test(value))
    throw unsafeValue(value, 'one line of text');
  return /^[A-Za-z0-9_./:@+,=-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

export const shell: Format = { quote: shellWord, comment: { open: '# ', close: '' } };
