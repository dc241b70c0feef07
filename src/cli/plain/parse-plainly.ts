import { type Environment } from '../../system/environment.js';
import { type PlainArguments, type PlainDefinition, type PlainFlag } from './plain-definition.js';

/** Properties of a flag that are understood here or that reading does not need. */
const UNDERSTOOD = new Set(
  'name type char charAliases env multiple multipleNonGreedy delimiter options default exclusive description summary helpGroup helpValue input allowNo parse min max'.split(
    ' ',
  ),
);

/**
 * Reads a command line that is plainly right. Returns nothing for all others (an unknown flag, a value that is missing or
 * not among those allowed, several short flags in one word, an environment twin, flags that shut each other out): oclif
 * reads those, and explains. What is read is what oclif reads, which a test holds.
 * @param argv words after the command
 */
export function parsePlainly(
  { flags: own, baseFlags, args = {}, strict = true }: PlainDefinition,
  argv: readonly string[],
  env: Environment,
): PlainArguments | undefined {
  const definitions = Object.entries({ ...baseFlags, ...own });
  if (!definitions.every(([, flag]) => isUnderstood(flag, env))) return undefined;
  const byWord = new Map(
    definitions.flatMap((entry) => wordsOf(entry).map((word) => [word, entry] as const)),
  );
  const given = new Map<string, unknown>();
  const operands: string[] = [];
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      operands.push(...rest);
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const [name = '', flag] = byWord.get(equals < 0 ? word : word.slice(0, equals)) ?? [];
    if (flag === undefined) return undefined;
    if (flag.type === 'boolean') {
      if (equals >= 0) return undefined;
      given.set(name, true);
      continue;
    }
    const values = valuesOf(flag, equals < 0 ? rest.shift() : word.slice(equals + 1));
    const before = given.get(name);
    if (values === undefined || (before !== undefined && flag.multiple !== true)) return undefined;
    given.set(
      name,
      flag.multiple === true ? [...((before as string[] | undefined) ?? []), ...values] : values[0],
    );
  }
  if (definitions.some(([name, flag]) => given.has(name) && excludesAny(flag, given))) return undefined;
  for (const [name, flag] of definitions)
    if (flag.default !== undefined && !given.has(name)) given.set(name, flag.default);
  const named = Object.entries(args);
  if (
    (strict && operands.length > named.length) ||
    named.some(([, { required }], at) => required === true && operands[at] === undefined)
  )
    return undefined;
  return {
    flags: Object.fromEntries(given),
    args: Object.fromEntries(
      named.flatMap(([name], at) => (operands[at] === undefined ? [] : [[name, operands[at]]])),
    ),
    argv: operands,
  };
}

/** What else a flag may be (required, dependent, computed by default) is oclif's to know, as are variables. */
function isUnderstood(flag: PlainFlag, env: Environment): boolean {
  return (
    Object.keys(flag).every((key) => UNDERSTOOD.has(key)) &&
    typeof flag.default !== 'function' &&
    (flag.env === undefined || (env[flag.env] ?? '') === '')
  );
}

function wordsOf([name, { char, charAliases = [] }]: readonly [string, PlainFlag]): readonly string[] {
  return [
    `--${name}`,
    ...(char === undefined ? [] : [`-${char}`]),
    ...charAliases.map((alias) => `-${alias}`),
  ];
}

/** What a word gives a flag; nothing where oclif may read it otherwise, or refuse it. */
function valuesOf(
  { type, multiple, delimiter, options }: PlainFlag,
  word: string | undefined,
): readonly string[] | undefined {
  if (type !== 'option' || word === undefined || word.startsWith('-') || word === '') return undefined;
  const isCut = multiple === true && delimiter !== undefined;
  if (isCut && /["'\\]/.test(word)) return undefined;
  const values = isCut ? word.split(delimiter).map((item) => item.trim()) : [word];
  return options === undefined || values.every((value) => options.includes(value)) ? values : undefined;
}

function excludesAny({ exclusive = [] }: PlainFlag, given: ReadonlyMap<string, unknown>): boolean {
  return exclusive.some((other) => typeof other !== 'string' || given.has(other));
}
