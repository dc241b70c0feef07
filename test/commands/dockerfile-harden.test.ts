import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCommand, runJson } from './run-command.js';

const before = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acgs-harden-'));
  process.chdir(folder);
  writeFileSync('Dockerfile', 'FROM debian:13 as a\nUSER 1000\n');
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

it('prints the diff on stdout and everything else on stderr', async () => {
  const { exit, stdout, stderr } = await runCommand('dockerfile harden', 'Dockerfile');
  expect(exit).toBe(0);
  expect(stdout).toMatch(
    /^--- a\/Dockerfile\n[^]*-FROM debian:13 as a\n\+FROM debian:13 AS a\n USER 1000\n$/,
  );
  expect(stderr).toMatch(/^would change Dockerfile:\n/);
});

it('--check exits with 3 until --write has been there', async () => {
  const refused = await runJson('dockerfile harden', 'Dockerfile', '--check');
  expect(refused).toMatchObject({ exit: 3, document: { status: 'refused', changed: true, written: false } });
  const written = await runJson('dockerfile harden', 'Dockerfile', '--write');
  expect(written).toMatchObject({ exit: 0, document: { status: 'passed', changed: true, written: true } });
  expect(readFileSync('Dockerfile', 'utf8')).toBe('FROM debian:13 AS a\nUSER 1000\n');
  const checked = await runCommand('dockerfile harden', 'Dockerfile', '--check');
  expect({ exit: checked.exit, stdout: checked.stdout }).toEqual({ exit: 0, stdout: '' });
});

it('--skip takes rules out, and --write with --check is a usage error', async () => {
  const skipped = await runCommand('dockerfile harden', 'Dockerfile', '--check', '--skip', 'FromAsCasing');
  expect(skipped.exit).toBe(0);
  expect((await runCommand('dockerfile harden', 'Dockerfile', '--write', '--check')).exit).toBe(2);
});

it('a file that is not there is exit 2, with its document', async () => {
  const { exit, document } = await runJson('dockerfile harden', 'none');
  expect({ exit, code: document.error?.code }).toEqual({ exit: 2, code: 'source/not-found' });
});
