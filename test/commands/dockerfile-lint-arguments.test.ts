import { Config } from '@oclif/core/config';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { LINT_FLAGS, twinOf } from '../../src/cli/lint/flag-table.js';
import { parseLintArguments } from '../../src/cli/lint/parse-lint-arguments.js';
import DockerfileLint from '../../src/commands/dockerfile/lint.js';
import { LINT_FORMATS } from '../../src/output/lint/lint-formats.js';
import { projectRoot } from './run-command.js';

let config: Config;
beforeAll(async () => {
  config = await Config.load({ root: projectRoot });
});

/** oclif's reading; nothing where it refuses. */
async function byOclif(argv: readonly string[]): Promise<{ flags: object; operands: string[] } | undefined> {
  class Parsed extends DockerfileLint {
    async reading() {
      const { flags, argv: operands } = await this.parse<Record<string, unknown>, object, object>(
        DockerfileLint as never,
      );
      const given = Object.entries(flags).filter(([, value]) => value !== undefined && value !== false);
      return { flags: Object.fromEntries(given), operands: operands.map(String) };
    }
  }
  return new Parsed([...argv], config).reading().catch(() => undefined);
}

const words = LINT_FLAGS.flatMap((row) => [
  `--${row.name}`,
  ...[row.char, ...(row.otherChars ?? [])].flatMap((char) => (char === undefined ? [] : [`-${char}`])),
]);
const word = fc.oneof(
  fc.constantFrom(...words),
  fc.constantFrom(
    'Dockerfile',
    'a/b',
    '-',
    '--',
    '.',
    '**/x',
    '',
    'json',
    'tty',
    'error',
    'off',
    'DL3006,DL3008',
    'a:url',
  ),
  fc
    .constantFrom(...words, '--nope')
    .chain((flag) => fc.constantFrom(`${flag}=json`, `${flag}=`, `${flag}x`, `${flag}=a=b`)),
  fc.string({ maxLength: 4 }),
);

describe('the short way past oclif', () => {
  it('reads a command line as oclif does, or leaves it to oclif', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 7 }), async (argv) => {
        const short = parseLintArguments(argv, {});
        if (short === undefined) return;
        read += 1;
        const { flags, operands } = (await byOclif(argv)) ?? {};
        expect({ flags, operands }).toEqual({
          flags: { ...short.flags },
          operands: [...short.operands].sort(byPlace(argv)),
        });
      }),
      { numRuns: 1500 },
    );
    expect(read).toBeGreaterThan(200);
  });

  it.each(LINT_FLAGS.map((row) => [row.name, row] as const))('knows --%s', async (name, row) => {
    const value = row.options?.[0] ?? 'x';
    const argv = row.kind === 'switch' ? [`--${name}`, 'f'] : [`--${name}`, value, 'f'];
    const short = parseLintArguments(argv, {});
    expect(short?.flags[name]).toEqual(row.kind === 'switch' ? true : row.kind === 'list' ? [value] : value);
    expect(await byOclif(argv)).toEqual(short);
  });

  it.each(LINT_FLAGS.map(({ name }) => twinOf(name)))('leaves %s to oclif', (twin) => {
    expect(parseLintArguments([], { [twin]: '1' })).toBeUndefined();
    expect(parseLintArguments([], { [twin]: '' })).toEqual({ flags: {}, operands: [] });
  });

  it.each([
    ['--help'],
    ['-h'],
    ['--format', 'yaml'],
    ['--format'],
    ['-t', '-f'],
    ['-q', '-V'],
    ['-fjson'],
    ['--output', 'a', '-o', 'b'],
  ])('leaves %j to oclif', (...argv) => {
    expect(parseLintArguments(argv, {})).toBeUndefined();
  });

  it('offers every format there is, and every flag under the name that the environment has for it', () => {
    expect(LINT_FLAGS.find(({ name }) => name === 'format')?.options).toEqual(Object.keys(LINT_FORMATS));
    for (const { name } of LINT_FLAGS)
      expect({ ...DockerfileLint.baseFlags, ...DockerfileLint.flags }[name as 'json']?.env).toBe(
        twinOf(name),
      );
  });
});

/** oclif sorts operands by their first place in the command line. */
function byPlace(argv: readonly string[]) {
  return (a: string, b: string): number => argv.indexOf(a) - argv.indexOf(b);
}
