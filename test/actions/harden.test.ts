import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { harden, type HardenRequest } from '../../src/actions/harden.js';
import { type Hardening } from '../../src/model/hardening.js';
import { formatHarden } from '../../src/output/harden/format-harden.js';
import { presentHarden } from '../../src/output/harden/present-harden.js';

const TEXT = 'FROM debian:13 as a\nRUN apt-get install curl=8.1\nUSER 1000\n';
const SAFE = 'FROM debian:13 AS a\nRUN apt-get install -y curl=8.1\nUSER 1000\n';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'acgs-harden-'));
  writeFileSync(join(cwd, 'Dockerfile'), TEXT);
});
afterEach(() => {
  rmSync(cwd, { recursive: true });
});

const run = (more: Partial<HardenRequest> = {}): Promise<Hardening> =>
  harden({
    cwd,
    env: {},
    file: 'Dockerfile',
    risk: 'safe',
    skip: [],
    write: false,
    acgsVersion: () => Promise.resolve('1.0.0'),
    warn: () => undefined,
    ...more,
  });
const content = (name = 'Dockerfile'): string => readFileSync(join(cwd, name), 'utf8');

describe('harden', () => {
  it('shows a diff and writes nothing', async () => {
    const result = await run();
    expect(result).toMatchObject({ file: 'Dockerfile', changed: true, written: false });
    expect(result.diff).toContain(
      '--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1,3 +1,3 @@ FromAsCasing (safe): ',
    );
    expect(result.changes.map(({ rule, lines }) => [rule, lines])).toEqual([
      ['FromAsCasing', [1]],
      ['DL3014', [2]],
    ]);
    expect(content()).toBe(TEXT);
  });

  it('writes the file, which keeps its permissions; a second time there is nothing to do', async () => {
    chmodSync(join(cwd, 'Dockerfile'), 0o600);
    expect((await run({ write: true })).written).toBe(true);
    expect(content()).toBe(SAFE);
    expect(statSync(join(cwd, 'Dockerfile')).mode & 0o777).toBe(0o600);
    expect(await run({ write: true })).toMatchObject({ written: false, changed: false, diff: '' });
  });

  it('writes through a link', async () => {
    mkdirSync(join(cwd, 'real'));
    writeFileSync(join(cwd, 'real/app'), TEXT);
    symlinkSync('real/app', join(cwd, 'link'));
    await run({ file: 'link', write: true });
    expect(lstatSync(join(cwd, 'link')).isSymbolicLink()).toBe(true);
    expect(content('real/app')).toBe(SAFE);
  });

  it('leaves alone what the configuration ignores', async () => {
    writeFileSync(join(cwd, '.hadolint.yaml'), 'ignored:\n  - DL3014\n');
    expect((await run()).changes.map(({ rule }) => rule)).toEqual(['FromAsCasing']);
  });

  it('refuses a file that is not there, a folder, and standard input with --write', async () => {
    await expect(run({ file: 'none' })).rejects.toMatchObject({ code: 'source/not-found' });
    await expect(run({ file: '.' })).rejects.toMatchObject({ code: 'usage/invalid' });
    await expect(run({ file: '-', write: true })).rejects.toMatchObject({ code: 'usage/invalid' });
  });

  it('refuses bytes that are no UTF-8, and leaves them as they are', async () => {
    const bytes = Buffer.from([...Buffer.from(TEXT), 0x23, 0xe9, 0x0a]);
    writeFileSync(join(cwd, 'Dockerfile'), bytes);
    await expect(run({ write: true })).rejects.toMatchObject({ code: 'file/failed' });
    expect(readFileSync(join(cwd, 'Dockerfile'))).toEqual(bytes);
  });
});

describe('presentHarden', () => {
  const paint = (_colour: string, text: string): string => text;
  const plain = { check: false, showsDiff: true, isTerminal: false, paint };

  it('--check exits with 3 where there is a diff, and says so in the document', async () => {
    const { outcome } = presentHarden(await run(), { ...plain, check: true });
    expect(outcome.exit).toBe(3);
    expect(outcome.document).toMatchObject({ status: 'refused', error: { code: 'lint/refused', exit: 3 } });
    expect(outcome.human()).toContain('+FROM debian:13 AS a');
    await run({ write: true });
    expect(presentHarden(await run(), { ...plain, check: true }).outcome).toMatchObject({ exit: 0 });
  });

  it('makes visible what would drive a terminal, and only there', async () => {
    writeFileSync(join(cwd, 'Dockerfile'), `FROM debian:13 as a\nLABEL a="\u001b[31m"\n`);
    const result = await run();
    expect(presentHarden(result, plain).outcome.human()).toContain('\u001b');
    expect(presentHarden(result, { ...plain, isTerminal: true }).outcome.human()).not.toContain('\u001b');
  });

  it('names what is changed, left alone and left to decide', async () => {
    writeFileSync(join(cwd, 'Dockerfile'), 'FROM python:3.13\nCOPY a /a\nEXPOSE 80 ${PORT:-8}\nCMD a\n');
    const text = formatHarden(await run({ risk: 'rebuild' }), 'would change');
    expect(text).toContain('would change Dockerfile:\n  line 4  DL3025  Write it as a JSON list (review)\n');
    expect(text).toContain(
      'left alone: line 2  ACGS1403  End with USER 1000:1000: it would bring ACGS1405\n',
    );
    expect(text).toMatch(/for you to decide \(\d+\):\n/);
    expect(text).toContain(
      'ACGS1409  no ARG or ENV sets `PORT`, so this is always 8; say it once, `ENV PORT=…`',
    );
  });
});
