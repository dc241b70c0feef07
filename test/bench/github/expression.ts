/** A value as expressions of workflows know them. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Contexts = Readonly<Record<string, Value>>;
export type Functions = Readonly<Record<string, (...args: Value[]) => Value>>;

/** Strings in single quotes, numbers, operators, names with the dots that follow. */
const TOKEN = /\s*(?:'((?:[^']|'')*)'|(\d+(?:\.\d+)?)|(&&|\|\||==|!=|[!().,[\]])|([A-Za-z_][A-Za-z0-9_-]*))/y;
type Token = { readonly text: string; readonly kind: 'string' | 'number' | 'operator' | 'name' };

const BUILT_IN: Functions = {
  fromJSON: (text) => JSON.parse(asText(text ?? null)) as Value,
  toJSON: (value) => JSON.stringify(value, undefined, 2),
};

/**
 * Evaluates the part of GitHub's expression language that our workflows use (docs.github.com, "Evaluate expressions in
 * workflows and actions"). Throws for anything else, so that a simulation never guesses.
 */
function evaluate(text: string, contexts: Contexts, functions: Functions = {}): Value {
  const tokens = tokensOf(text);
  const known = { ...BUILT_IN, ...functions };
  let at = 0;
  const take = (operator: string): boolean => {
    const is = tokens[at]?.kind === 'operator' && tokens[at]?.text === operator;
    if (is) at += 1;
    return is;
  };
  const expect = (operator: string): void => {
    if (!take(operator)) throw new Error(`expected ${operator} in the expression ${text}`);
  };
  const or = (): Value => {
    let left = and();
    while (take('||')) {
      const right = and();
      left = isTrue(left) ? left : right;
    }
    return left;
  };
  const and = (): Value => {
    let left = equality();
    while (take('&&')) {
      const right = equality();
      left = isTrue(left) ? right : left;
    }
    return left;
  };
  const equality = (): Value => {
    let left = unary();
    for (;;) {
      if (take('==')) left = equal(left, unary());
      else if (take('!=')) left = !equal(left, unary());
      else return left;
    }
  };
  const unary = (): Value => (take('!') ? !isTrue(unary()) : access(primary()));
  const access = (value: Value): Value => {
    if (!take('.')) return value;
    const { text: key } = next();
    return access(member(value, key));
  };
  const primary = (): Value => {
    if (take('(')) {
      const value = or();
      expect(')');
      return value;
    }
    const token = next();
    if (token.kind === 'string') return token.text;
    if (token.kind === 'number') return Number(token.text);
    if (token.kind === 'operator') throw new Error(`unexpected ${token.text} in the expression ${text}`);
    if (take('(')) return call(token.text);
    if (token.text === 'true' || token.text === 'false') return token.text === 'true';
    if (token.text === 'null') return null;
    const value = contexts[token.text];
    if (value === undefined) throw new Error(`no context called ${token.text} here: ${text}`);
    return value;
  };
  const call = (name: string): Value => {
    const args: Value[] = [];
    while (!take(')')) {
      args.push(or());
      take(',');
    }
    const made = known[name];
    if (made === undefined) throw new Error(`no function called ${name}: ${text}`);
    return made(...args);
  };
  const next = (): Token => {
    const token = tokens[at];
    if (token === undefined) throw new Error(`the expression ends early: ${text}`);
    at += 1;
    return token;
  };
  const value = or();
  if (at < tokens.length) throw new Error(`left over in the expression ${text}: ${tokens[at]?.text ?? ''}`);
  return value;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`cannot read the expression ${text} from ${text.slice(from)}`);
    const [, quoted, number, operator, name] = match;
    if (quoted !== undefined) tokens.push({ kind: 'string', text: quoted.replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    else tokens.push({ kind: 'name', text: name ?? '' });
  }
  return tokens;
}

/** A member that is not there is null, as GitHub has it. */
function member(value: Value, key: string): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return (value as Readonly<Record<string, Value>>)[key] ?? null;
}

export function isTrue(value: Value): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}

/** Loose equality: text without regard to case, other kinds as numbers. */
function equal(left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string')
    return left.toLowerCase() === right.toLowerCase();
  if (typeof left === 'object' && typeof right === 'object') return left === right;
  return asNumber(left) === asNumber(right);
}

function asNumber(value: Value): number {
  if (value === null || value === '') return 0;
  return typeof value === 'object' ? Number.NaN : Number(value);
}

export function asText(value: Value): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Text with every `${{ … }}` in it evaluated; a text that is one expression and nothing else keeps its kind. */
export function interpolate(text: string, contexts: Contexts, functions: Functions = {}): Value {
  const whole = /^\s*\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}\s*$/.exec(text);
  if (whole !== null) return evaluate(whole[1] ?? '', contexts, functions);
  return text.replaceAll(/\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}/g, (_all, inner: string) =>
    asText(evaluate(inner, contexts, functions)),
  );
}

/** Every text in a tree, interpolated to text. */
export function interpolateAll(
  map: Readonly<Record<string, unknown>> | undefined,
  contexts: Contexts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map ?? {}).map(([key, value]) => [
      key,
      asText(interpolate(String(value as string | number | boolean), contexts)),
    ]),
  );
}
