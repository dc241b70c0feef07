import { type Format } from './format.js';
import { unsafeValue } from '../unsafe-value.js';

/** JSON (RFC 8259); also what Rego and JavaScript read as a literal, so line separators are escaped as well. */
export function jsonLiteral(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw unsafeValue(value, 'a value');
  return text.replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export const json: Format = { quote: jsonLiteral };
export const rego: Format = { quote: jsonLiteral, comment: { open: '# ', close: '' } };
export const javascript: Format = { quote: jsonLiteral, comment: { open: '// ', close: '' } };
