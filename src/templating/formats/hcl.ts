import { type Format } from './format.js';
import { jsonLiteral } from './json.js';

/** An HCL expression; templates in strings are escaped (HCL native syntax, Template Expressions). */
function hclLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(hclLiteral).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${hclLiteral(key)} = ${hclLiteral(item)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return (
    jsonLiteral(value)
      .replaceAll(/([$%])\{/g, '$1$1{')
      // HCL knows neither of JSON's two short escapes
      .replaceAll(/\\(?:\\|b|f)/g, (escape) => ({ '\\b': '\\u0008', '\\f': '\\u000c' })[escape] ?? escape)
  );
}

export const hcl: Format = { quote: hclLiteral, comment: { open: '# ', close: '' } };
