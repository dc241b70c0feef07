import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { documentSchemas } from '../../src/output/documents/json-schemas.js';
import { commandClasses, flagsOf, surfaceOf } from './commands.js';

/**
 * The command surface is contract (commands, flags, aliases, environment twins, `--json` documents): a change here is a change for
 * every script that calls acgs. If it is meant, `vitest run -u test/snapshots` writes the files anew.
 */
let commands: Awaited<ReturnType<typeof commandClasses>>;
beforeAll(async () => {
  commands = await commandClasses();
});

/** Flags that widen trust or publish: a variable set long ago must not do that (and --fix installs software). */
const WITHOUT_TWIN = new Set([
  'push',
  'unsigned',
  'allow-dirty',
  'any-workflow',
  'allow-http-registry',
  'allow-insecure-registry',
  'insecure-ignore-tlog',
  'fix',
]);
/** Means something only beside the run that it names. */
const PER_RUN = new Set(['resume']);
/** hadolint's flags have hadolint's variables, which the linter reads itself. */
const OTHER_TABLE = new Set(['dockerfile lint']);

describe('the command surface', () => {
  it('is the one that was promised', async () => {
    const surface = Object.fromEntries([...commands].map(([id, command]) => [id, surfaceOf(command)]));
    await expect(`${JSON.stringify(surface, undefined, 2)}\n`).toMatchFileSnapshot('command-surface.json');
  });

  it('has an environment twin for each flag but those that widen trust or publish', () => {
    for (const [id, command] of commands) {
      if (OTHER_TABLE.has(id)) continue;
      for (const [name, { env }] of Object.entries(flagsOf(command))) {
        const twin = `ACGS_${name.toUpperCase().replaceAll('-', '_')}`;
        const wanted = WITHOUT_TWIN.has(name) || PER_RUN.has(name) ? undefined : twin;
        expect(env, `${id} --${name}`).toBe(wanted);
      }
    }
  });

  it('tells of each command what it is for, with examples', () => {
    for (const [id, { summary, examples }] of commands) {
      expect(summary, id).toMatch(/^\S.{10,}[^.]$/);
      expect(examples?.length ?? 0, id).toBeGreaterThan(0);
    }
  });

  it('takes no argument from standard input', () => {
    for (const [id, { args = {} }] of commands)
      for (const [name, { ignoreStdin }] of Object.entries(args))
        expect(ignoreStdin ?? false, `${id} ${name}`).toBe(true);
  });

  it('has a schema for the document of each command, and no other', () => {
    const names = [...commands.keys()].map((id) => `${id.replaceAll(' ', '-')}.schema.json`);
    expect([...documentSchemas().keys()].sort()).toEqual(names.sort());
  });

  it('publishes the schemas that the documents have', () => {
    const folder = join(import.meta.dirname, '../../schemas');
    const published = readdirSync(folder).filter((name) =>
      /^(?!acgs\.|policy\.).*\.schema\.json$/.test(name),
    );
    const schemas = documentSchemas();
    expect(published.sort()).toEqual([...schemas.keys()].sort());
    for (const [name, schema] of schemas)
      expect(JSON.parse(readFileSync(join(folder, name), 'utf8')), name).toEqual(
        JSON.parse(JSON.stringify(schema)),
      );
  });
});
