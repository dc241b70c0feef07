import { unsafeValue } from '../unsafe-value.js';
import { type Format } from './format.js';

/** One line of prose: no markup of its own, no HTML (CommonMark 2.4, backslash escapes). */
function prose(value: unknown): string {
  if (Array.isArray(value)) return value.map(prose).join(', ');
  if (!['string', 'number', 'boolean'].includes(typeof value)) throw unsafeValue(value, 'a line of text');
  return String(value)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\p{C}/gu, '')
    .replaceAll(/[\\`*_{}[\]<>#|!~&$]/g, (character) => `\\${character}`);
}

export const markdown: Format = { quote: prose, comment: { open: '<!-- ', close: ' -->' } };
