import { type Format } from './format.js';
import { jsonLiteral } from './json.js';

const PLAIN = /^[A-Za-z_][A-Za-z0-9_./-]*$/;
/** Words that YAML 1.1 readers, and some of 1.2, take for something else than text. */
const TAKEN = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** A YAML scalar, or a flow collection: plain where that is plainly text, else double-quoted (YAML 1.2.2, 7.3.1). */
function yamlLiteral(value: unknown): string {
  if (typeof value === 'string') return PLAIN.test(value) && !TAKEN.test(value) ? value : jsonLiteral(value);
  if (Array.isArray(value)) return `[${value.map(yamlLiteral).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${yamlLiteral(key)}: ${yamlLiteral(item)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return jsonLiteral(value);
}

export const yaml: Format = { quote: yamlLiteral, comment: { open: '# ', close: '' } };
