import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand, runJson } from './run-command.js';

const before = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acgs-scaffold-'));
  process.chdir(folder);
  writeFileSync('app.py', 'import os\nport = os.environ.get("PORT", "8123")\n');
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const scaffold = (...argv: string[]) => runCommand('dockerfile scaffold', '--offline', ...argv);
const scaffoldJson = (...argv: string[]) => runJson('dockerfile scaffold', '--offline', ...argv);

describe('writing', () => {
  it('writes both files, says what they rest on, and a second run changes nothing', async () => {
    const { exit, document } = await scaffoldJson('--compose', '--probes');
    expect({ exit, document }).toMatchObject({
      exit: 0,
      document: {
        status: 'passed',
        stack: 'python-pip',
        context: '.',
        dockerfile: 'Dockerfile',
        answers: [
          { name: 'stack', from: 'detected' },
          { name: 'runtime', value: 'slim', from: 'default' },
          { name: 'port', value: '8123', from: 'detected' },
          { name: 'command', value: 'python app.py', from: 'detected' },
          { name: 'health', value: 'tcp', from: 'default' },
        ],
        files: [
          { path: 'Dockerfile', state: 'new', written: true },
          { path: '.dockerignore', state: 'new', written: true },
          { path: 'compose.yaml', state: 'new', written: true },
          { path: 'probes.yaml', state: 'new', written: true },
        ],
      },
    });
    const text = readFileSync('Dockerfile', 'utf8');
    const again = await scaffoldJson('--compose', '--probes');
    expect(again).toMatchObject({
      exit: 0,
      document: { diff: '', files: [{ state: 'same', written: false }, {}, {}, {}] },
    });
    expect(readFileSync('Dockerfile', 'utf8')).toBe(text);
    expect((await scaffold('--check', '--compose', '--probes')).exit).toBe(0);
  });

  it('never overwrites a Dockerfile, and then writes nothing else either', async () => {
    writeFileSync('Dockerfile', 'FROM mine\n');
    const { exit, document } = await scaffoldJson();
    expect({ exit, code: document.error?.code }).toEqual({ exit: 2, code: 'config/exists' });
    expect(readFileSync('Dockerfile', 'utf8')).toBe('FROM mine\n');
    expect(existsSync('.dockerignore')).toBe(false);
  });

  it('--force replaces it and keeps each backup', async () => {
    writeFileSync('Dockerfile', 'FROM mine\n');
    writeFileSync('Dockerfile.bak', 'FROM older\n');
    const { document } = await scaffoldJson('--force');
    expect(document['files']).toMatchObject([
      { state: 'differs', written: true, backup: 'Dockerfile.2.bak' },
      {},
    ]);
    expect(readFileSync('Dockerfile.2.bak', 'utf8')).toBe('FROM mine\n');
    expect(readFileSync('Dockerfile.bak', 'utf8')).toBe('FROM older\n');
    expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^USER 1000:1000$/m);
  });

  it("an ignore file of the user's own is kept", async () => {
    writeFileSync('.dockerignore', '.git\n');
    const { stderr } = await scaffold();
    expect(stderr).toContain('differs, and is kept as it is (--force replaces it): .dockerignore');
    expect(readFileSync('.dockerignore', 'utf8')).toBe('.git\n');
    expect(existsSync('Dockerfile')).toBe(true);
  });

  it('writes through no link', async () => {
    writeFileSync('elsewhere', 'x');
    symlinkSync('elsewhere', 'Dockerfile');
    expect((await scaffold('--force')).exit).toBe(2);
    expect(readFileSync('elsewhere', 'utf8')).toBe('x');
  });
});

describe('looking', () => {
  it('--stdout is the Dockerfile alone, --diff a patch of all; neither writes', async () => {
    const printed = await scaffold('--stdout');
    expect(printed.stdout).toMatch(
      /^# Python 3\.13 with pip\nFROM python:3\.13-slim\S*\n[^]*\nCMD \["app\.py"\]\n$/,
    );
    expect((await scaffold('--diff')).stdout).toMatch(
      /^--- a\/Dockerfile\n\+\+\+ b\/Dockerfile\n@@ -0,0 \+1,/,
    );
    expect(existsSync('Dockerfile')).toBe(false);
  });

  it('--check exits with 3 and the diff', async () => {
    const { exit, document } = await scaffoldJson('--check');
    expect({ exit, document }).toMatchObject({
      exit: 3,
      document: { status: 'refused', error: { code: 'scaffold/differs' } },
    });
    expect((await scaffold('--check', '--write')).exit).toBe(2);
  });
});

describe('answers', () => {
  it('flags go before acgs.yaml, and that before what is seen', async () => {
    writeFileSync(
      'acgs.yaml',
      'version: 1\nconstitutionalHash: false\nservices:\n  shop:\n    context: .\n    port: 9100\n    health: /ready\n',
    );
    const { document } = await scaffoldJson('--command', "python -m 'app'");
    expect(document['answers']).toMatchObject([
      {},
      {},
      { name: 'port', value: '9100', from: 'acgs.yaml' },
      { name: 'command', value: 'python -m app', from: 'flag' },
      { name: 'health', value: '/ready', from: 'acgs.yaml' },
    ]);
    const text = readFileSync('Dockerfile', 'utf8');
    expect(text).toContain('LABEL org.opencontainers.image.title=shop\n');
    expect(text).not.toContain('constitutional-hash');
  });

  it.for([
    [['--port', '80'], /1024 to 65535/],
    [['--runtime', 'alpine'], /no runtime "alpine"/],
    [['--stack', 'python-piip'], /no stack "python-piip"/],
    [['--health', "/'); evil()"], /a path like \/health/],
    [['--command', 'a && b'], /a program and its arguments/],
    [['nowhere'], /there is no folder nowhere/],
  ] as const)('%j is a usage error', async ([argv, message]) => {
    const { exit, document } = await scaffoldJson(...argv);
    expect(exit).toBe(2);
    expect((document.error as unknown as { message: string }).message).toMatch(message);
    expect(existsSync('Dockerfile')).toBe(false);
  });

  it('a folder that tells nothing is exit 2, unless the stack is named', async () => {
    mkdirSync('empty');
    expect((await scaffold('empty')).exit).toBe(2);
    expect((await scaffold('empty', '--stack', 'go')).exit).toBe(0);
    expect(readFileSync('empty/Dockerfile', 'utf8')).toMatch(/^FROM golang:1\.26-trixie\S* AS build$/m);
  });

  it('a base whose digest nobody knows is named by its tag, with a warning', async () => {
    const { document } = await scaffoldJson('--stack', 'php', '--stdout');
    expect(document['bases']).toMatchObject([
      { image: 'composer:2' },
      { image: 'dunglas/frankenphp:1-php8.4', from: 'tag' },
    ]);
    expect((document['warnings'] as string[]).join('\n')).toContain(
      'dunglas/frankenphp:1-php8.4 is not pinned',
    );
  });
});
