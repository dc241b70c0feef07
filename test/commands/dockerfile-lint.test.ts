import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryFastPath } from '../../src/cli/lint-fast-path.js';
import { tryPlain } from '../../src/plain/lint.js';
import { checkedDocument, type Ran, runCommand, runJson } from './run-command.js';

let folder: string;
let former: string;
let variables: NodeJS.ProcessEnv;

beforeEach(() => {
  former = process.cwd();
  variables = { ...process.env };
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'acgs-lint-')));
  process.chdir(folder);
  for (const name of Object.keys(process.env))
    if (/^(?:ACGS|HADOLINT)_/.test(name)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, { HOME: folder, XDG_CONFIG_HOME: join(folder, 'xdg'), PATH: '/usr/bin:/bin' });
  writeFileSync('Dockerfile', 'FROM debian\nRUN cd /x\n');
});
afterEach(() => {
  process.chdir(former);
  process.env = variables;
  rmSync(folder, { recursive: true });
});

const lint = (...argv: string[]): Promise<Ran> =>
  runCommand('dockerfile lint', '--shellcheck', 'off', ...argv);

describe('acgs dockerfile lint', () => {
  it('ends with 3 when findings reach the threshold, else with 0', async () => {
    expect((await lint()).exit).toBe(3);
    expect((await lint('-t', 'error')).exit).toBe(0);
    expect((await lint('--error', 'DL3006', '-t', 'error')).exit).toBe(3);
    expect((await lint('--ignore', 'DL3006,DL3003')).exit).toBe(0);
    expect((await lint('--no-fail')).exit).toBe(0);
  });

  it('prints findings on stdout and nothing else', async () => {
    const { stdout, stderr } = await lint();
    expect(stdout).toContain('Dockerfile:1:6 warning');
    expect(stdout).toContain('~~~');
    expect(stderr).toBe('');
  });

  it('speaks hadolint’s JSON', async () => {
    const { stdout } = await lint('-f', 'json');
    expect(JSON.parse(stdout)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ file: 'Dockerfile', line: 1, column: 6, level: 'warning', code: 'DL3006' }),
      ]),
    );
  });

  it('has a document of its own', async () => {
    const { exit, document } = await runJson('dockerfile lint', '--shellcheck', 'off');
    expect(exit).toBe(3);
    expect(document).toMatchObject({
      status: 'refused',
      failureThreshold: 'info',
      shellcheck: 'off',
      configuration: [],
    });
  });

  it('names in it what could not be read, and ends with 1', async () => {
    writeFileSync('binary', 'a\0b');
    const { exit, stdout, stderr } = await lint('binary', 'Dockerfile', '--json');
    expect(exit).toBe(1);
    expect(stderr).toContain('binary is not text');
    expect(checkedDocument('dockerfile lint', stdout)).toMatchObject({
      status: 'failed',
      errors: [{ code: 'file/failed', file: 'binary' }],
      summary: { files: 1 },
    });
  });

  it('refuses a wrong command line with 2 and a document', async () => {
    for (const argv of [
      ['none'],
      ['--format', 'yaml'],
      ['-c', 'none'],
      ['--explain', 'DL9999'],
      ['--require-label', 'a:b'],
    ]) {
      const { exit, document } = await runJson('dockerfile lint', ...argv);
      expect(exit, argv.join(' ')).toBe(2);
      expect(document.error?.next, argv.join(' ')).not.toEqual([]);
    }
    process.env['HADOLINT_FORMAT'] = 'yaml';
    expect((await lint()).exit).toBe(2);
  });

  it('writes the findings to a file instead, whole', async () => {
    const { stdout } = await lint('-f', 'sarif', '-o', 'out/lint.sarif');
    expect(stdout).toBe('');
    expect(JSON.parse(readFileSync('out/lint.sarif', 'utf8'))).toMatchObject({ version: '2.1.0' });
  });

  it('puts the name of --file-path-in-report into findings', async () => {
    expect((await lint('--file-path-in-report', 'app/Dockerfile', '-f', 'gnu')).stdout).toContain(
      'acgs:app/Dockerfile:1',
    );
  });

  it('explains a rule, also by the name that another tool gives it, and guesses what was meant', async () => {
    expect((await lint('--explain', 'DL3006')).stdout).toMatch(/^# DL3006: /);
    expect((await lint('--explain', 'ds-0001')).exit).toBe(0);
    const { document } = await runJson('dockerfile lint', '--explain', 'DL3006');
    expect(document['rule']).toMatchObject({ id: 'DL3006', url: 'https://acgs.io/cli/rules/DL3006' });
    expect((await runJson('dockerfile lint', '--explain', 'DL306')).document.error?.next).toEqual([
      expect.stringMatching(/^did you mean DL30\d\d\?$/),
    ]);
    expect((await runJson('dockerfile lint', '--explain', 'SC2086')).document.error?.next[0]).toContain(
      'wiki/SC2086',
    );
  });

  it('tells with --verbose what it read', async () => {
    writeFileSync('.hadolint.yaml', 'ignored: [DL3006]\n');
    const { stderr } = await lint('-V');
    expect(stderr).toContain('note: configuration: .hadolint.yaml');
    expect(stderr).toContain('failure threshold info');
  });

  it('says when ShellCheck is missing, unless told to be quiet', async () => {
    process.env['PATH'] = folder;
    expect((await runCommand('dockerfile lint')).stderr).toContain('ShellCheck is not installed');
    expect((await runCommand('dockerfile lint', '-q')).stderr).toBe('');
    expect((await lint()).stderr).toBe('');
  });

  it('takes flags from the environment, ours before hadolint’s', async () => {
    Object.assign(process.env, { ACGS_FAILURE_THRESHOLD: 'error', HADOLINT_FAILURE_THRESHOLD: 'style' });
    expect((await lint()).exit).toBe(0);
    process.env['ACGS_ERROR'] = 'DL4000,DL3006';
    expect((await lint()).exit).toBe(3);
  });
});

describe('the short ways', () => {
  const COMMAND_LINES = [
    ['-f', 'json'],
    ['--json'],
    ['-t', 'error'],
    ['none'],
    ['-f', 'codeclimate'],
    ['--output', 'x.json', '-f', 'json'],
  ];

  it.each(COMMAND_LINES)('print and end as the command does: %j %j', async (...argv) => {
    const words = argv.filter((word) => word !== undefined);
    const ordinary = await lint(...words);
    for (const way of [tryFastPath, tryPlain]) expect(await shortly(way, words)).toEqual(ordinary);
  });

  it('leave to oclif what is not plain, having printed and read nothing', async () => {
    for (const argv of [['--help'], ['--format', 'yaml'], ['-fjson']])
      expect(await tryFastPath(['dockerfile', 'lint', ...argv], former)).toBe(false);
    expect(await tryFastPath(['init'], former)).toBe(false);
  });

  it('the plainest gives way where a configuration is to be read or ShellCheck started', async () => {
    const plain = (...argv: string[]) => tryPlain(['dockerfile', 'lint', ...argv], former);
    expect(await plain('-c', 'x', '--shellcheck', 'off')).toBe(false);
    expect(await plain('--explain', 'DL3006')).toBe(false);
    writeFileSync('.hadolint.yaml', '');
    expect(await plain('--shellcheck', 'off')).toBe(false);
    rmSync('.hadolint.yaml');
    writeFileSync('acgs.yaml', 'version: 1\n');
    expect(await plain('--shellcheck', 'off')).toBe(false);
  });
});

/** Runs a short way in this process; its output as the command's. */
async function shortly(way: typeof tryFastPath, argv: readonly string[]): Promise<Ran> {
  const chunks: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
  const originals = { stdout: process.stdout.write, stderr: process.stderr.write };
  const before = process.exitCode;
  for (const name of ['stdout', 'stderr'] as const)
    process[name].write = ((text: string, done?: () => void) => {
      chunks[name] += text;
      done?.();
      return true;
    }) as typeof process.stdout.write;
  try {
    expect(await way(['dockerfile', 'lint', '--shellcheck', 'off', ...argv], former)).toBe(true);
    return { exit: Number(process.exitCode ?? 0), ...chunks };
  } finally {
    Object.assign(process.stdout, { write: originals.stdout });
    Object.assign(process.stderr, { write: originals.stderr });
    process.exitCode = before;
  }
}
