import { type Environment } from '../../system/environment.js';
import { type FlagRow, LINT_FLAGS, twinOf } from './flag-table.js';

/** Flags and operands of a lint command line. */
export interface LintArguments {
  readonly flags: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly operands: readonly string[];
}

const byWord = new Map<string, FlagRow>(
  LINT_FLAGS.flatMap((row) => [
    [`--${row.name}`, row] as const,
    ...[row.char, ...(row.otherChars ?? [])].flatMap((char) =>
      char === undefined ? [] : [[`-${char}`, row] as const],
    ),
  ]),
);

/**
 * Reads a command line that is plainly right. Returns nothing for all others (an unknown flag, a value that is missing or
 * not among those allowed, several short flags in one word, an environment twin): oclif reads those, and explains.
 */
export function parseLintArguments(argv: readonly string[], env: Environment): LintArguments | undefined {
  if (LINT_FLAGS.some(({ name }) => (env[twinOf(name)] ?? '') !== '')) return undefined;
  const flags: Record<string, string | boolean | string[]> = {};
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
    const row = byWord.get(equals < 0 ? word : word.slice(0, equals));
    if (row === undefined) return undefined;
    if (row.kind === 'switch') {
      if (equals >= 0) return undefined;
      flags[row.name] = true;
      continue;
    }
    const value = equals < 0 ? rest.shift() : word.slice(equals + 1);
    if (!isPlainValue(value, row)) return undefined;
    if (row.kind === 'list')
      flags[row.name] = [...((flags[row.name] as string[] | undefined) ?? []), ...itemsOf(value)];
    else if (flags[row.name] !== undefined) return undefined;
    else flags[row.name] = value;
  }
  return flags['quiet'] === true && flags['verbose'] === true ? undefined : { flags, operands };
}

function isPlainValue(value: string | undefined, row: FlagRow): value is string {
  if (value === undefined || value.startsWith('-') || value === '') return false;
  if (row.kind === 'list' && /["'\\]/.test(value)) return false;
  return row.options === undefined || row.options.includes(value);
}

function itemsOf(value: string): string[] {
  return value.split(',').map((item) => item.trim());
}
