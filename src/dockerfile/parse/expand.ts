import { type Escape } from './nodes.js';
import { skipBraces } from './words.js';

/** A variable that a word uses. */
export interface VariableUse {
  readonly name: string;
  /** Offset of the dollar sign, and the end of the expression, in the given text. */
  readonly start: number;
  readonly end: number;
  /** The word supplies a value of its own when it is unset (`-`, `+`, `?` and their colon forms). */
  readonly hasOperator: boolean;
}

export interface Expansion {
  /** Text after expansion and quote removal. */
  readonly value: string;
  readonly uses: readonly VariableUse[];
  /** Uses without a value and without an operator that allows it. */
  readonly unmatched: readonly VariableUse[];
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*|[0-9]|[@*#?$!-]/y;
const OPERATOR = /^(:?[-+?])|^(##?|%%?|\/\/?)/;

/**
 * Expands a word as the builder's shell lexer (frontend/dockerfile/shell): single quotes protect, the escape character
 * protects, and `${v:-x} ${v:+x} ${v:?x} ${v#p} ${v%p} ${v/p/r}` work as in a shell. Unset variables become nothing.
 *
 * @param raw the word as written, quotes included
 * @param lookup value of a variable, undefined when it is unset
 */
export function expandWord(
  raw: string,
  lookup: (name: string) => string | undefined,
  escape: Escape = '\\',
): Expansion {
  const uses: VariableUse[] = [];
  const unmatched: VariableUse[] = [];
  const value = expand(raw, 0, raw.length);
  return { value, uses, unmatched };

  function expand(text: string, from: number, to: number): string {
    let result = '';
    let inDouble = false;
    let at = from;
    while (at < to) {
      const character = text[at] as string;
      if (character === "'" && !inDouble) {
        const close = text.indexOf("'", at + 1);
        const stop = close === -1 || close >= to ? to : close;
        result += text.slice(at + 1, stop);
        at = stop + 1;
      } else if (character === '"') {
        inDouble = !inDouble;
        at++;
      } else if (character === escape) {
        const next = at + 1 < to ? (text[at + 1] as string) : '';
        result += inDouble && next !== '"' && next !== '$' && next !== escape ? escape + next : next;
        at += 2;
      } else if (character === '$') {
        const [piece, next] = dollar(text, at, to);
        result += piece;
        at = next;
      } else {
        result += character;
        at++;
      }
    }
    return result;
  }

  function dollar(text: string, at: number, to: number): [string, number] {
    const braced = text[at + 1] === '{';
    NAME.lastIndex = at + (braced ? 2 : 1);
    const name = NAME.exec(text)?.[0];
    if (name === undefined || NAME.lastIndex > to) return ['$', at + 1];
    const nameEnd = at + (braced ? 2 : 1) + name.length;
    const end = braced ? skipBraces(text, at, to) : nameEnd;
    const closed = text[end - 1] === '}' ? end - 1 : end;
    const operator = braced ? OPERATOR.exec(text.slice(nameEnd, closed)) : null;
    const set = lookup(name);
    const use = { name, start: at, end, hasOperator: operator?.[1] !== undefined };
    uses.push(use);
    if (set === undefined && !use.hasOperator) unmatched.push(use);
    if (!operator) return [set ?? '', end];
    const operandAt = nameEnd + operator[0].length;
    if (operator[1] !== undefined) {
      const missing = set === undefined || (operator[1].startsWith(':') && set === '');
      if (operator[1].endsWith('+')) return [missing ? '' : expand(text, operandAt, closed), end];
      if (operator[1].endsWith('?')) return [set ?? '', end];
      return [missing ? expand(text, operandAt, closed) : (set ?? ''), end];
    }
    return [applyPattern(set ?? '', operator[0], expand(text, operandAt, closed)), end];
  }
}

function applyPattern(value: string, operator: string, operand: string): string {
  if (operator.startsWith('/')) {
    const slash = operand.indexOf('/');
    const pattern = slash === -1 ? operand : operand.slice(0, slash);
    const replacement = slash === -1 ? '' : operand.slice(slash + 1);
    if (pattern === '') return value;
    return value.replace(
      new RegExp(globSource(pattern, true), operator === '//' ? 'g' : ''),
      () => replacement,
    );
  }
  const greedy = operator.length === 2;
  const source = globSource(operand, greedy);
  if (operator.startsWith('#')) return value.replace(new RegExp(`^${source}`), '');
  // A lazy suffix is the shortest match that ends the text: try from the right.
  const whole = new RegExp(`^${source}$`);
  const starts = Array.from({ length: value.length + 1 }, (_, index) =>
    greedy ? index : value.length - index,
  );
  const start = starts.find((index) => whole.test(value.slice(index)));
  return start === undefined ? value : value.slice(0, start);
}

function globSource(glob: string, greedy: boolean): string {
  return glob.replace(/[\\^$.+(){}|[\]*?/]/g, (character) =>
    character === '*' ? (greedy ? '.*' : '.*?') : character === '?' ? '.' : `\\${character}`,
  );
}
