import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  appendDurably,
  entriesOf,
  exists,
  factsOf,
  linkOrCopy,
  makeTemporaryDirectory,
  readBytes,
  readTextIfPresent,
  remove,
  rename,
  writeFileAtomic,
} from '../../src/system/files.js';
import { digestOfFile } from '../../src/system/hashing.js';
import { digestOf } from '../../src/model/digest.js';
import { scratchForEach } from './scratch-for-each.js';

describe('files', () => {
  const { folder, at } = scratchForEach();

  describe('writeFileAtomic', () => {
    it('writes text, bytes and streams, makes parents, and leaves nothing else', async () => {
      await writeFileAtomic(at('a/b/text'), 'text');
      await writeFileAtomic(at('a/b/bytes'), new Uint8Array([0, 255]));
      await writeFileAtomic(at('a/b/stream'), Readable.from([Buffer.from('one '), Buffer.from('two')]));
      expect(readFileSync(at('a/b/text'), 'utf8')).toBe('text');
      expect([...readFileSync(at('a/b/bytes'))]).toEqual([0, 255]);
      expect(readFileSync(at('a/b/stream'), 'utf8')).toBe('one two');
      expect(readdirSync(at('a/b')).sort()).toEqual(['bytes', 'stream', 'text']);
    });

    it('gives a key file its permissions from the start', async () => {
      await writeFileAtomic(at('key'), 'secret', { mode: 0o600 });
      expect(statSync(at('key')).mode & 0o777).toBe(0o600);
    });

    it('leaves the former content when a stream fails half way, and no temporary file', async () => {
      writeFileSync(at('file'), 'former');
      async function* broken(): AsyncGenerator<Buffer> {
        yield Buffer.from('half');
        await Promise.resolve();
        throw new Error('connection lost');
      }
      await expect(writeFileAtomic(at('file'), Readable.from(broken()))).rejects.toMatchObject({
        code: 'file/failed',
        message: expect.stringContaining('connection lost'),
      });
      expect(readFileSync(at('file'), 'utf8')).toBe('former');
      expect(readdirSync(folder())).toEqual(['file']);
    });

    it('refuses to replace when told so', async () => {
      await writeFileAtomic(at('once'), 'first', { exclusive: true });
      await expect(writeFileAtomic(at('once'), 'second', { exclusive: true })).rejects.toMatchObject({
        code: 'config/exists',
        exit: 2,
      });
      expect(readFileSync(at('once'), 'utf8')).toBe('first');
      expect(readdirSync(folder())).toEqual(['once']);
    });

    it('says what is wrong with the place, and releases the stream', async () => {
      writeFileSync(at('file'), '');
      const stream = Readable.from(['x']);
      await expect(writeFileAtomic(at('file/below'), stream)).rejects.toMatchObject({
        code: 'file/failed',
        exit: 1,
        message: expect.stringMatching(/^cannot write .*: (ENOTDIR|EEXIST)$/),
      });
      expect(stream.destroyed).toBe(true);
    });
  });

  it('reads no more than it may', async () => {
    writeFileSync(at('large'), 'x'.repeat(101));
    await expect(readBytes(at('large'), 100)).rejects.toMatchObject({ code: 'evidence/too-large' });
    expect(await readBytes(at('large'), 101)).toHaveLength(101);
    await expect(readBytes(at('none'))).rejects.toMatchObject({
      code: 'file/failed',
      next: ['check the path'],
    });
  });

  it('tells absence from failure', async () => {
    writeFileSync(at('file'), '');
    expect(await readTextIfPresent(at('none'))).toBeUndefined();
    expect(await readTextIfPresent(at('file/below'))).toBeUndefined();
    await expect(readTextIfPresent(folder())).rejects.toMatchObject({ code: 'file/failed' });
    expect(await exists(at('none'))).toBe(false);
  });

  it('looks at links, not through them', async () => {
    symlinkSync('/etc/passwd', at('link'));
    expect(await factsOf(at('link'))).toMatchObject({ kind: 'symlink' });
    expect(await factsOf(folder())).toMatchObject({ kind: 'directory' });
  });

  it('lists in order of names', async () => {
    for (const name of ['b', 'a', 'C']) writeFileSync(at(name), '');
    expect((await entriesOf(folder())).map(({ name }) => name)).toEqual(['C', 'a', 'b']);
    await expect(entriesOf(at('none'))).rejects.toMatchObject({ code: 'file/failed' });
  });

  it('removes, renames and appends', async () => {
    await appendDurably(at('log'), 'one\n');
    await appendDurably(at('log'), 'two\n');
    await rename(at('log'), at('journal'));
    expect(readFileSync(at('journal'), 'utf8')).toBe('one\ntwo\n');
    await remove(at('journal'));
    await remove(at('journal'));
    expect(existsSync(at('journal'))).toBe(false);
    await expect(rename(at('none'), at('x'))).rejects.toMatchObject({ code: 'file/failed' });
  });

  it('makes temporary folders that differ, in a parent that it makes', async () => {
    const [one, two] = [
      await makeTemporaryDirectory('p-', at('t')),
      await makeTemporaryDirectory('p-', at('t')),
    ];
    expect(one).not.toBe(two);
    expect(readdirSync(at('t'))).toHaveLength(2);
  });

  it('links or copies, and keeps what is there', async () => {
    writeFileSync(at('from'), 'content');
    await linkOrCopy(at('from'), at('deep/to'));
    expect(readFileSync(at('deep/to'), 'utf8')).toBe('content');
    writeFileSync(at('kept'), 'kept');
    await linkOrCopy(at('from'), at('kept'));
    expect(readFileSync(at('kept'), 'utf8')).toBe('kept');
    await expect(linkOrCopy(at('none'), at('x'))).rejects.toMatchObject({ code: 'file/failed' });
    expect(readdirSync(folder()).sort()).toEqual(['deep', 'from', 'kept']);
  });

  it('hashes where a file lies', async () => {
    writeFileSync(at('file'), 'x'.repeat(200_000));
    expect(await digestOfFile(at('file'))).toEqual({ digest: digestOf('x'.repeat(200_000)), size: 200_000 });
    await expect(digestOfFile(at('none'))).rejects.toMatchObject({ code: 'file/failed' });
  });
});
