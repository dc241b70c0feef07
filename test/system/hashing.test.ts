import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { digestOf } from '../../src/model/digest.js';
import { digestOfFile } from '../../src/system/hashing.js';

const folder = mkdtempSync(join(tmpdir(), 'acgs-hashing-'));
const file = join(folder, 'blob');
afterEach(() => {
  rmSync(file, { force: true });
});

test('hashes a file, again when it was written to, whatever its times say', async () => {
  const time = new Date('2026-01-01T00:00:00Z');
  const write = (text: string): void => {
    writeFileSync(file, text);
    utimesSync(file, time, time);
  };
  write('one');
  await sleep(250);
  for (let round = 0; round < 2; round += 1)
    expect(await digestOfFile(file)).toEqual({ digest: digestOf('one'), size: 3 });
  write('two');
  expect(await digestOfFile(file)).toEqual({ digest: digestOf('two'), size: 3 });
  write('six');
  expect(await digestOfFile(file)).toEqual({ digest: digestOf('six'), size: 3 });
});

test('a file that is not there is said to be missing, also after it was hashed', async () => {
  writeFileSync(file, 'one');
  await sleep(250);
  await digestOfFile(file);
  rmSync(file);
  await expect(digestOfFile(file)).rejects.toMatchObject({ code: 'file/failed' });
});

test('a renamed file is the same, and what takes its place is not', async () => {
  const moved = join(folder, 'moved');
  writeFileSync(file, 'one');
  await sleep(250);
  await digestOfFile(file);
  renameSync(file, moved);
  writeFileSync(file, 'two');
  expect(await digestOfFile(moved)).toEqual({ digest: digestOf('one'), size: 3 });
  expect(await digestOfFile(file)).toEqual({ digest: digestOf('two'), size: 3 });
});
