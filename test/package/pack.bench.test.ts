import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bench, projectRoot } from '../bench/bench.js';
import { quickService } from '../bench/image.js';
import { runOk, runProgram, type RunResult } from '../bench/run.js';
import { scratchFolder, scratchRepository } from '../bench/scratch.js';

const PASSWORD = 'correct horse battery';
const scratch = scratchFolder();
const prefix = join(scratch.folder, 'prefix');
/** The Node of the tests first: npm's launcher takes the first on PATH, as on a user's machine. */
const env = {
  PATH: [
    dirname(process.execPath),
    bench().env['PATH'] ?? process.env['PATH'],
    join(projectRoot, '.tools/bin'),
  ].join(delimiter),
  COSIGN_PASSWORD: PASSWORD,
  CI: undefined,
  GITHUB_ACTIONS: undefined,
  XDG_CACHE_HOME: join(scratch.folder, 'cache'),
};
let files: readonly string[] = [];

/** The installed acgs, by the launcher that npm made. */
const acgs = (args: readonly string[], cwd: string): Promise<RunResult> =>
  runProgram(join(prefix, 'bin/acgs'), args, { cwd, env });

beforeAll(async () => {
  mkdirSync(prefix);
  // the CLI is built already: what `npm pack` would build again first
  const packed = await runOk(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch.folder],
    { cwd: projectRoot, env },
  );
  const [tarball] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
  files = tarball.files.map(({ path }) => path);
  const install = ['install', '--global', '--offline', '--no-audit', '--no-fund', '--prefix', prefix];
  await runOk('npm', [...install, join(scratch.folder, tarball.filename)], { cwd: scratch.folder, env });
});

afterAll(() => {
  scratch.remove();
});

describe('the tarball', () => {
  test('holds what runs, what describes it and whose work is in it', () => {
    for (const path of [
      'bin/run.js',
      'lib/cli.js',
      'lib/commands/release.js',
      'lib/THIRD-PARTY-NOTICES',
      'oclif.manifest.json',
      'schemas/acgs.schema.json',
      'schemas/release.schema.json',
      'docs/configuration.md',
      'README.md',
      'CHANGELOG.md',
      'LICENSE',
      'NOTICE',
    ])
      expect(files).toContain(path);
  });

  test('holds nothing else', () => {
    const known =
      /^(bin\/run\.js|lib\/|schemas\/|docs\/|templates\/|oclif\.manifest\.json$|[A-Z]+(\.md)?$|package\.json$)/;
    expect(files.filter((path) => !known.test(path))).toEqual([]);
    expect(files.filter((path) => /(^|\/)\.|\.ts$|\.map$|\.test\.m?js$/.test(path))).toEqual([]);
  });

  test('depends on nothing', () => {
    const manifest = JSON.parse(
      readFileSync(join(prefix, 'lib/node_modules/acgs/package.json'), 'utf8'),
    ) as Record<string, unknown>;
    for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies'])
      expect(manifest[kind]).toBeUndefined();
    const hooks = Object.keys((manifest['scripts'] ?? {}) as Record<string, string>);
    expect(hooks.filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
  });
});

describe('installed elsewhere', () => {
  test('it knows its version and its commands', async () => {
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      version: string;
    };
    const told = await acgs(['--version'], scratch.folder);
    expect(told).toMatchObject({ code: 0 });
    expect(told.stdout).toContain(version);
    const help = await acgs(['--help'], scratch.folder);
    expect(help.code, help.stderr).toBe(0);
    for (const name of ['release', 'verify', 'doctor', 'dockerfile']) expect(help.stdout).toContain(name);
  });

  test('from a Dockerfile to a signed, verified image', async () => {
    using repository = await scratchRepository(quickService);
    const cwd = repository.folder;
    const init = await acgs(['init'], cwd);
    expect(init.code, init.stderr).toBe(0);
    // no FROM leaves the machine: the bench's own base image instead of Docker Hub's
    const file = join(cwd, 'acgs.yaml');
    writeFileSync(file, withBaseImage(readFileSync(file, 'utf8')));
    await repository.commit('acgs init');
    const lint = await acgs(['dockerfile', 'lint', 'Dockerfile', '--failure-threshold', 'error'], cwd);
    expect(lint.code, lint.stderr).toBe(0);
    const keys = await acgs(['keys', 'generate'], cwd);
    expect(keys.code, keys.stderr).toBe(0);
    const release = await acgs(['release', '--key', 'cosign.key', '--json'], cwd);
    expect(release.code, release.stderr).toBe(0);
    const { services } = JSON.parse(release.stdout) as {
      services: { verification: { verified: boolean }; howToVerify: { command: string }[] }[];
    };
    expect(services.map(({ verification }) => verification.verified)).toEqual([true]);
    const line = services[0]?.howToVerify.find(({ command }) => command.startsWith('acgs '))?.command ?? '';
    const again = await acgs(line.split(' ').slice(1), cwd);
    expect(again.code, again.stderr).toBe(0);
  });
});

/** `acgs init`'s configuration with the base image taken from the bench's registry. */
function withBaseImage(configuration: string): string {
  const image = bench().baseImages['busybox:stable'];
  return configuration.replace(
    /^( +)context: .*$/m,
    (line, indent: string) =>
      `${line}\n${indent}buildContexts:\n${indent}  "busybox:stable": docker-image://${image}`,
  );
}
