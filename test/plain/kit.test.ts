import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../commands/run-command.js';
import { ACGS2_YAML } from '../kits/acgs2.js';
import { KITS } from '../kits/all-kits.js';
import { filesBelow } from './files-below.js';
import { PlainWay } from './plain-way.js';

const ALL = KITS.map(({ manifest }) => manifest.name);
const EDITED = 'deploy/network-policies/policies.yaml';

let way: PlainWay;
beforeAll(async () => {
  way = await PlainWay.build('kit');
});
afterAll(() => {
  way.dispose();
});

const before = process.cwd();
let folder: string;
let plain: string;
let ordinary: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acgs-plain-kit-'));
  [plain, ordinary] = ['plain', 'ordinary'].map((name) => join(folder, name)) as [string, string];
  mkdirSync(plain);
  writeFileSync(join(plain, 'acgs.yaml'), ACGS2_YAML);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** Runs a command line both ways in equal folders, and expects the same of both. @returns its exit code */
async function bothWays(...argv: string[]): Promise<number> {
  rmSync(ordinary, { recursive: true, force: true });
  cpSync(plain, ordinary, { recursive: true, verbatimSymlinks: true });
  const short = await way.run(plain, ...argv);
  process.chdir(ordinary);
  const [topic, command, ...rest] = argv;
  const long = await runCommand(`${topic} ${command}`, ...rest);
  expect(short).toEqual(long);
  expect(filesBelow(plain)).toEqual(filesBelow(ordinary));
  return long.exit;
}

async function expectLeft(...argv: string[]): Promise<void> {
  const files = filesBelow(plain);
  expect(await way.run(plain, ...argv), argv.join(' ')).toBeUndefined();
  expect(filesBelow(plain)).toEqual(files);
}

describe('the plain way of kits', { timeout: 120_000 }, () => {
  it('does and says what the ordinary way does, for a project with every kit', async () => {
    expect(await bothWays('kit', 'status')).toBe(0);
    expect(await bothWays('kit', 'add', ...ALL)).toBe(0);
    expect(await bothWays('kit', 'add', ...ALL, '--json')).toBe(0);
    writeFileSync(join(plain, EDITED), `${readFileSync(join(plain, EDITED), 'utf8')}# mine\n`);
    rmSync(join(plain, 'docs/kits/otel.md'));
    for (const flags of [[], ['--json'], ['-q'], ['--config=acgs.yaml']])
      expect(await bothWays('kit', 'status', ...flags)).toBe(0);
    for (const argv of [['list'], ['list', '--json'], ['diff'], ['diff', 'otel', '--edits', '--json']])
      expect(await bothWays('kit', ...argv), argv.join(' ')).toBe(0);
    writeFileSync(join(plain, 'acgs.yaml'), ACGS2_YAML.replace('port: 8080', 'port: 8088'));
    expect(await bothWays('kit', 'update')).toBe(0);
    expect(await bothWays('kit', 'eject', 'argocd', '--json')).toBe(0);
    expect(await bothWays('kit', 'update', 'argocd')).toBe(2);
    expect(await bothWays('kit', 'add', 'otel', 'network-policies')).toBe(0);
    writeFileSync(join(plain, 'docs/kits/otel.md'), 'mine\n');
    expect(await bothWays('kit', 'add', 'otel')).toBe(3);
  });

  it('takes answers, and refuses a wrong one as the ordinary way does', async () => {
    expect(await bothWays('kit', 'add', 'network-policies', '--set', 'ambientMesh=true')).toBe(0);
    expect(await bothWays('kit', 'status', '--json')).toBe(0);
    for (const set of ['ambientMesh=perhaps', 'ambient=true', 'x', '=y'])
      expect(await bothWays('kit', 'add', 'network-policies', '--set', set), set).toBe(2);
  });

  it('asks git for the remote as the ordinary way does', async () => {
    const git = (...args: string[]) => execFileSync('git', ['-C', plain, ...args]);
    git('init', '--quiet');
    git('remote', 'add', 'origin', 'https://token@github.com/acme/platform.git');
    expect(await bothWays('kit', 'add', 'github-release', 'image-policy')).toBe(0);
    expect(Object.values(filesBelow(plain)).join('\n')).toContain('github.com/acme/platform');
  });

  it('fails as the ordinary way does', async () => {
    for (const argv of [[], ['no-such-kit'], ['argocd', '--json', '-c', 'none.yaml']])
      expect(await bothWays('kit', 'add', ...argv), argv.join(' ')).toBe(2);
    symlinkSync('.', join(plain, 'deploy'));
    expect(await bothWays('kit', 'add', 'argocd')).toBe(2);
  });

  it('leaves to oclif what is not plain, and to zod what is wrong, with nothing printed or written', async () => {
    for (const argv of [['--help'], ['--nope'], ['otel', '--conflict', 'perhaps'], ['otel', '-q', '-v']])
      await expectLeft('kit', 'add', ...argv);
    await expectLeft('kit', 'check');
    writeFileSync(join(plain, 'acgs.lock.json'), '{"lockVersion": 2}');
    await expectLeft('kit', 'status');
    rmSync(join(plain, 'acgs.lock.json'));
    writeFileSync(join(plain, 'acgs.yaml'), `${ACGS2_YAML}nothing: 1\n`);
    await expectLeft('kit', 'add', 'otel');
  });
});
