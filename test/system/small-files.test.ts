import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { kindOf, readSmallFile } from '../../src/system/small-files.js';
import { scratchForEach } from './scratch-for-each.js';

const { at } = scratchForEach();

it('reads a file with its permissions, and tells where there is none', () => {
  writeFileSync(at('file'), 'text', { mode: 0o640 });
  const read = readSmallFile(at('file'), 100);
  expect(read).toMatchObject({ kind: 'file', bytes: Buffer.from('text') });
  expect(read?.kind === 'file' && read.mode & 0o777).toBe(0o640);
  expect(readSmallFile(at('none'), 100)).toBeUndefined();
  expect(readSmallFile(at('file/below'), 100)).toBeUndefined();
  expect(kindOf(at('none'))).toBeUndefined();
  expect(kindOf(at('file'))).toBe('file');
});

it('follows no link and waits for nothing that has no end', async () => {
  writeFileSync(at('file'), 'text');
  mkdirSync(at('folder'));
  symlinkSync('file', at('link'));
  execFileSync('mkfifo', [at('pipe')]);
  const server = createServer().listen(at('socket'));
  await once(server, 'listening');
  const kinds = { link: 'symlink', folder: 'directory', pipe: 'other', socket: 'other' };
  for (const [name, kind] of Object.entries(kinds)) {
    expect(readSmallFile(at(name), 100), name).toEqual({ kind });
    expect(kindOf(at(name)), name).toBe(kind);
  }
  server.close();
});

it('refuses what is too large', () => {
  writeFileSync(at('file'), 'text');
  expect(() => readSmallFile(at('file'), 3)).toThrowError(
    expect.objectContaining({ code: 'evidence/too-large' }),
  );
});
