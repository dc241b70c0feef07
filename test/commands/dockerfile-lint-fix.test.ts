import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand, runJson } from './run-command.js';

const BEFORE =
  '# the base\nFROM debian:12 as build\r\nRUN apt-get install curl=1 # why\n\nFROM debian:12\nCMD ["a"]\n';

let folder: string;
let former: string;
beforeEach(() => {
  former = process.cwd();
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'acgs-fix-')));
  process.chdir(folder);
  writeFileSync('Dockerfile', BEFORE);
});
afterEach(() => {
  process.chdir(former);
  rmSync(folder, { recursive: true });
});

const lint = (...argv: string[]) => runCommand('dockerfile lint', '--shellcheck', 'off', ...argv);
const text = (file = 'Dockerfile') => readFileSync(file, 'utf8');

describe('--fix', () => {
  it('writes the safe fixes, keeps all else byte for byte, reports what is left, and finds nothing to do again', async () => {
    const { stderr, stdout } = await lint('--fix');
    const after = text();
    expect(after).not.toBe(BEFORE);
    expect(after).toContain('# the base\nFROM debian:12 AS build\r\n');
    expect(stderr).toContain('note: Dockerfile: fixed ');
    expect(stdout).not.toContain('DL3014');
    expect((await lint('--fix')).stderr).toBe('');
    expect(text()).toBe(after);
  });

  it('keeps permissions, and writes where a link leads to', async () => {
    writeFileSync('real', BEFORE);
    chmodSync('real', 0o640);
    symlinkSync('real', 'link');
    await lint('--fix', 'link');
    expect(lstatSync('link').isSymbolicLink()).toBe(true);
    expect(statSync('real').mode & 0o777).toBe(0o640);
    expect(text('real')).not.toBe(BEFORE);
  });

  it('leaves alone what is no UTF-8, and standard output free of anything but findings', async () => {
    const bytes = Buffer.from('# Jos\u00e9\nFROM debian:12 as a\n', 'latin1');
    writeFileSync('latin', bytes);
    const { exit, document } = await runJson('dockerfile lint', '--shellcheck', 'off', '--fix', 'latin');
    expect({ exit, code: document.error?.code }).toEqual({ exit: 1, code: 'file/failed' });
    expect(readFileSync('latin').equals(bytes)).toBe(true);
  });

  it('and --diff contradict each other', async () => {
    expect((await lint('--fix', '--diff')).exit).toBe(2);
    expect(text()).toBe(BEFORE);
  });
});

describe('--diff', () => {
  it('prints a patch that makes what --fix writes, writes nothing, and ends with 3', async () => {
    const { exit, stdout } = await lint('--diff', './Dockerfile');
    expect(exit).toBe(3);
    expect(text()).toBe(BEFORE);
    writeFileSync('patch', stdout);
    await lint('--fix');
    const fixed = text();
    writeFileSync('Dockerfile', BEFORE);
    execFileSync('git', ['apply', '--unsafe-paths', '--directory=.', 'patch'], { cwd: folder });
    expect(text()).toBe(fixed);
    writeFileSync('Dockerfile', fixed);
    expect(await lint('--diff')).toEqual({ exit: 0, stdout: '', stderr: '' });
  });

  it('is in the document too, with what was applied', async () => {
    const { document } = await runJson('dockerfile lint', '--shellcheck', 'off', '--diff');
    expect(document).toMatchObject({ status: 'refused', fixed: [{ file: 'Dockerfile' }] });
    expect(document['patch']).toContain('--- a/Dockerfile');
  });
});
