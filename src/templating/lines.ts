import { Literal } from './literal.js';
import { unsafeValue } from './unsafe-value.js';

/**
 * Several lines of text as a YAML literal block scalar (YAML 1.2.2, 8.1.2): readable, and safe because every line is indented.
 * Lines are shifted so that the least indented one stands at `column`.
 * @throws AcgsError `template/unsafe-value` for characters that a block cannot hold
 */
export function lines(text: string, column: number): Literal {
  const split = text.replaceAll(/^[ \t]*\n|\s+$/g, '').split('\n');
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  if (split.some((line) => /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(line)))
    throw unsafeValue(text, 'lines of printable text');
  const margins = split.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const margin = Math.min(...margins);
  // A reader takes the first line's margin for that of all.
  if (margins[0] !== margin) throw unsafeValue(text, 'a first line that is not indented');
  const shifted = split.map((line) => (line.trim() === '' ? '' : ' '.repeat(column) + line.slice(margin)));
  return new Literal(['|-', ...shifted].join('\n'));
}
