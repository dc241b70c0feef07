import { type Environment } from '../../system/environment.js';
import { parsePlainly } from '../plain/parse-plainly.js';
import { type PlainDefinition, type PlainFlag } from '../plain/plain-definition.js';
import { type FlagRow, LINT_FLAGS, twinOf } from './flag-table.js';

/** Flags and operands of a lint command line. */
export interface LintArguments {
  readonly flags: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly operands: readonly string[];
}

const DEFINITION: PlainDefinition = {
  flags: Object.fromEntries(LINT_FLAGS.map((row) => [row.name, flagOf(row)])),
  strict: false,
};

/** Reads a command line that is plainly right; nothing for all others, which are oclif's to read and to explain. */
export function parseLintArguments(argv: readonly string[], env: Environment): LintArguments | undefined {
  const read = parsePlainly(DEFINITION, argv, env);
  return read === undefined
    ? undefined
    : { flags: read.flags as LintArguments['flags'], operands: read.argv };
}

function flagOf({ name, char, kind, options, otherChars }: FlagRow): PlainFlag {
  return {
    type: kind === 'switch' ? 'boolean' : 'option',
    env: twinOf(name),
    ...(char === undefined ? {} : { char }),
    ...(otherChars === undefined ? {} : { charAliases: otherChars }),
    ...(options === undefined ? {} : { options }),
    ...(kind === 'list' ? { multiple: true, delimiter: ',' } : {}),
    // as in flags.ts
    ...(name === 'quiet' ? { exclusive: ['verbose'] } : {}),
  };
}
