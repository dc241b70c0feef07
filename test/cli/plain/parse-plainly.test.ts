import { globSync } from 'node:fs';
import { join } from 'node:path';
import { Config } from '@oclif/core/config';
import { integer } from '@oclif/core/flags';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AcgsCommand } from '../../../src/cli/acgs-command.js';
import { parsePlainly } from '../../../src/cli/plain/parse-plainly.js';
import { type PlainDefinition, type PlainFlag } from '../../../src/cli/plain/plain-definition.js';
import { projectRoot } from '../../commands/run-command.js';

type CommandClass = typeof AcgsCommand & PlainDefinition;

const files = globSync('src/commands/**/*.ts', { cwd: projectRoot }).sort();
/** Commands with flags that must be given or have other names: oclif reads those always. */
const NEVER_PLAIN = ['attest', 'attest/blob', 'keys/generate', 'keys/import'];

let config: Config;
beforeAll(async () => {
  config = await Config.load({ root: projectRoot });
});

async function load(file: string): Promise<CommandClass> {
  return ((await import(join(projectRoot, file))) as { readonly default: CommandClass }).default;
}

/** oclif's reading; nothing where it refuses. */
async function byOclif(Command: CommandClass, argv: readonly string[]): Promise<object | undefined> {
  class Parsed extends (Command as unknown as new (argv: string[], config: Config) => AcgsCommand<never>) {
    async reading() {
      const { flags, args, argv: operands } = await this.parse(Command as never, [...argv]);
      return { flags: present(flags), args: present(args), argv: operands.map(String) };
    }
    protected override work(): Promise<never> {
      throw new Error('it is only read');
    }
  }
  return new Parsed([], config).reading().catch(() => undefined);
}

/** The definition as src/cli/plain/flags.ts makes it: a number has a type of its own. */
function asInBundles({ flags, baseFlags, args, strict }: CommandClass): PlainDefinition {
  const typed = Object.entries({ ...baseFlags, ...flags } as Readonly<Record<string, PlainFlag>>).map(
    ([name, flag]) => {
      const isNumber = 'parse' in flag && flag.parse === integer().parse;
      return [name, isNumber ? { ...flag, type: 'integer' } : flag] as const;
    },
  );
  return { flags: Object.fromEntries(typed), args, strict };
}

function present(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Words as they are typed for a command: flags with and without values, joined and not, operands, nonsense. */
function wordsFor(flags: Readonly<Record<string, PlainFlag>>): fc.Arbitrary<string[]> {
  const named = Object.entries(flags).flatMap(([name, { char, charAliases = [], options = [] }]) => [
    `--${name}`,
    `--no-${name}`,
    ...[char, ...charAliases].flatMap((one) => (one === undefined ? [] : [`-${one}`])),
    ...options,
  ]);
  const values = [
    'a',
    'b/c',
    '-',
    '--',
    '',
    'x=1',
    'k=1,2',
    '1,2',
    'a, b',
    '7',
    '"q"',
    '-1',
    '--nope',
    '-qv',
  ];
  const word = fc.oneof(
    fc.constantFrom(...named),
    fc.constantFrom(...values),
    fc
      .tuple(fc.constantFrom(...named), fc.constantFrom(...values))
      .map(([flag, value]) => `${flag}=${value}`),
    fc.string({ maxLength: 3 }),
  );
  return fc.array(word, { maxLength: 6 });
}

describe('a plain command line', () => {
  it.each(files)('is read as oclif reads it, or left to oclif: %s', async (file) => {
    const Command = await load(file);
    const plainly = asInBundles(Command);
    let read = 0;
    await fc.assert(
      fc.asyncProperty(wordsFor({ ...Command.baseFlags, ...Command.flags }), async (argv) => {
        const plain = parsePlainly(plainly, argv, {});
        if (plain === undefined) return;
        read += 1;
        expect(await byOclif(Command, argv)).toEqual({ ...plain, argv: [...plain.argv].sort(byPlace(argv)) });
      }),
      { numRuns: 200 },
    );
    expect(read > 0).toBe(!NEVER_PLAIN.some((name) => file.endsWith(`/${name}.ts`)));
  });

  it('is not one whose flags have twins in the environment', async () => {
    const Add = await load('src/commands/kit/add.ts');
    expect(parsePlainly(Add, ['otel'], { ACGS_SET: 'a=b' })).toBeUndefined();
    expect(parsePlainly(Add, ['otel'], { ACGS_SET: '' })).toEqual({
      flags: { conflict: 'refuse' },
      args: { name: 'otel' },
      argv: ['otel'],
    });
  });

  it('is not one with a flag whose definition asks for more', () => {
    const flags = { a: { type: 'option', dependsOn: ['b'] }, b: { type: 'boolean' } };
    expect(parsePlainly({ flags }, ['--b'], {})).toBeUndefined();
    expect(parsePlainly({ flags: { b: flags.b } }, ['--b'], {})?.flags).toEqual({ b: true });
  });
});

/** oclif sorts operands by their first place in the command line. */
function byPlace(argv: readonly string[]) {
  return (a: string, b: string): number => argv.indexOf(a) - argv.indexOf(b);
}
