import { mkdirSync, writeFileSync } from 'node:fs';
import { Config } from '@oclif/core/config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AcgsHelp, EXIT_MEANINGS } from '../../src/cli/help.js';
import { EXIT } from '../../src/model/exit-code.js';
import { projectRoot, runCommand, runJson } from './run-command.js';
import { workFolder } from './signed-folder.js';

let work: Awaited<ReturnType<typeof workFolder>>;
beforeAll(async () => {
  work = await workFolder();
});
afterAll(() => {
  work.leave();
});

async function refuses(id: string, argv: readonly string[], exit: number, code: string): Promise<void> {
  const ran = await runJson(id, ...argv);
  expect({ exit: ran.exit, code: ran.document.error?.code }).toEqual({ exit, code });
  expect(ran.document.error?.next.length, 'a next step').toBeGreaterThan(0);
}

/** Nothing that acgs looks for is on this PATH. */
async function withoutTools<T>(test: () => Promise<T>): Promise<T> {
  const saved = { ...process.env };
  mkdirSync('empty', { recursive: true });
  Object.assign(process.env, {
    PATH: `${process.cwd()}/empty`,
    XDG_DATA_HOME: `${process.cwd()}/empty`,
    DOCKER_HOST: 'unix:///nonexistent/docker.sock',
  });
  try {
    return await test();
  } finally {
    process.env = saved;
  }
}

const LAYOUT = ['--layout', 'image'];

describe('scan and sbom', () => {
  it.each([
    ['scan', [], 'usage/invalid'],
    ['scan', ['a', 'b'], 'usage/invalid'],
    ['scan', [...LAYOUT, '--fail-on', 'hihg'], 'usage/invalid'],
    ['scan', [...LAYOUT, '--max-db-age', 'new'], 'usage/invalid'],
    ['scan', [...LAYOUT, '--server', 'ftp://x'], 'usage/invalid'],
    ['scan', [...LAYOUT, '--expires', '90d'], 'usage/invalid'],
    ['scan', [...LAYOUT, '--format', 'xml'], 'usage/invalid'],
    ['scan', [...LAYOUT, '--ignorefile', 'nope.yaml'], 'source/not-found'],
    ['scan', [...LAYOUT, '--config', 'nope.yaml'], 'config/not-found'],
    ['sbom', [], 'usage/invalid'],
    ['sbom', [...LAYOUT, '--format', 'xml'], 'usage/invalid'],
  ])('%s refuses %j with 2', async (id, argv, code) => {
    await refuses(id, argv, 2, code);
  });

  it.each(['scan', 'sbom'])('%s without Trivy is 5, never "nothing found"', async (id) => {
    await withoutTools(async () => {
      await refuses(id, [...LAYOUT, '--platform', 'linux/amd64'], 5, 'trivy/missing');
    });
  });
});

describe('doctor', () => {
  it('names everything that is missing, each with what to do, and is 5', async () => {
    await withoutTools(async () => {
      const { exit, document } = await runJson('doctor');
      expect(exit).toBe(5);
      const checks = document['checks'] as { id: string; state: string; problem?: { next: string[] } }[];
      const missing = checks.filter(({ state }) => state === 'missing');
      expect(missing.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['git', 'docker', 'buildx', 'trivy']),
      );
      for (const { id, problem } of missing) expect(problem?.next.length, id).toBeGreaterThan(0);
    });
  });

  it('is 2 for an acgs.yaml that cannot be read', async () => {
    writeFileSync('bad.yaml', 'version: 1\nregistri: x\n');
    await refuses('doctor', ['--config', 'bad.yaml'], 2, 'config/unknown-key');
  });
});

describe('commands that need a project or a run', () => {
  it.each([
    ['build', [], 'config/not-found'],
    ['provenance generate', [], 'config/not-found'],
    ['build', ['--platform', 'linux'], 'platform/invalid'],
    ['build', ['--push'], 'usage/invalid'],
    ['report', [], 'run/not-found'],
    ['report', ['20260101T000000000Z-abcd'], 'run/not-found'],
    ['report', ['--format', 'pdf'], 'usage/invalid'],
    ['explain', ['build'], 'run/not-found'],
    ['explain', [], 'usage/invalid'],
  ])('%s %j is refused with 2', async (id, argv, code) => {
    const ran = await runJson(id, ...argv);
    expect({ exit: ran.exit, code: ran.document.error?.code }).toEqual({ exit: 2, code });
  });
});

describe('an error', () => {
  it('is one line with its code, then the next steps; no stack', async () => {
    const { stdout, stderr } = await runCommand('inspect', '--layout', 'nope');
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: .+ \[source\/not-found\]\n(?: {2}→ .+\n)*$/);
  });
});

describe('the help of a command', () => {
  it('ends with what the exit codes mean', async () => {
    const config = await Config.load({ root: projectRoot });
    const { default: Verify } = await import('../../src/commands/verify.js');
    const help = new AcgsHelp(config, { stripAnsi: true });
    const text = help['formatCommand']({
      ...Verify,
      id: 'verify',
      aliases: [],
      args: {},
      flags: {},
    } as never);
    expect(text).toMatch(/EXAMPLES[^]*EXIT CODES\n {2}0 {9}done\n[^]*4 {9}verification failed/);
  });

  it('knows every exit code that there is', () => {
    const told = EXIT_MEANINGS.flatMap(([codes]) => codes.split(', ').map(Number));
    expect(told.sort((a, b) => a - b)).toEqual(Object.values(EXIT).sort((a, b) => a - b));
  });
});
