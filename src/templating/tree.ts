import { FORMATS } from './formats.js';
import { Literal } from './literal.js';

/**
 * A value as block-style YAML, two spaces a level, keys in their order: what `<%= value %>` would write in one line. For parts of a
 * manifest that are computed.
 */
export function tree(value: unknown): Literal {
  return new Literal(branch(value, ''));
}

/** @param margin what stands before each line but the first */
function branch(value: unknown, margin: string): string {
  const deeper = `${margin}  `;
  if (Array.isArray(value) && value.length > 0)
    return value.map((item) => `- ${branch(item, deeper)}`).join(`\n${margin}`);
  if (typeof value === 'string' && isBlock(value))
    return ['|-', ...value.split('\n').map((line) => (line === '' ? margin : deeper + line))].join('\n');
  if (!isMapping(value)) return FORMATS.yaml.quote(value);
  return Object.entries(value)
    .map(([key, item]) => {
      const name = `${FORMATS.yaml.quote(key)}:`;
      return isFlat(item) ? `${name} ${branch(item, margin)}` : `${name}\n${deeper}${branch(item, deeper)}`;
    })
    .join(`\n${margin}`);
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}

/** Several lines that a literal block holds as they are: printable, the first one not indented, no line end behind the last. */
function isBlock(text: string): boolean {
  if (!text.includes('\n')) return false;
  return /^\S[\P{C}\n]*\n[\P{C}\n]*\S$/u.test(text) && !/[\u2028\u2029\ufeff]/.test(text);
}

/** What stands on the line of its key. */
function isFlat(value: unknown): boolean {
  return !isMapping(value) && !(Array.isArray(value) && value.length > 0);
}
