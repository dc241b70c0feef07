import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpackSavedImage } from '../../src/image/saved-image.js';
import { type Scratch, scratchFolder } from '../bench/scratch.js';

type Entry = Parameters<ReturnType<typeof pack>['entry']>[0] & { readonly content?: string };

function tarOf(...entries: readonly Entry[]): Readable {
  const tar = pack();
  for (const { content, ...header } of entries) tar.entry(header, content ?? '');
  tar.finalize();
  return Readable.from(tar);
}

const index = { name: 'index.json', content: '{}' };
const blob = { name: `blobs/sha256/${'a'.repeat(64)}`, content: 'bytes' };

describe('unpackSavedImage', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = scratchFolder();
  });
  afterEach(() => {
    scratch.remove();
  });
  const target = (): string => join(scratch.folder, 'deep/layout');

  it('writes the blobs and the index, and nothing else that docker saves', async () => {
    const rest = [
      { name: 'manifest.json', content: '[]' },
      { name: 'repositories', content: '{}' },
    ];
    const folders = [
      { name: 'blobs/', type: 'directory' as const },
      { name: 'blobs/sha256/', type: 'directory' as const },
    ];
    await unpackSavedImage(tarOf(...folders, blob, ...rest, index), target());
    expect(readdirSync(target()).sort()).toEqual(['blobs', 'index.json']);
    expect(readFileSync(join(target(), blob.name), 'utf8')).toBe('bytes');
  });

  it('never writes outside of its folder', async () => {
    const names = [
      '../escape',
      '/tmp/acgs-escape',
      `blobs/sha256/../../../${'b'.repeat(64)}`,
      'blobs/sha256/short',
    ];
    await unpackSavedImage(tarOf(...names.map((name) => ({ name, content: 'x' })), index), target());
    expect(existsSync(join(scratch.folder, 'deep/escape'))).toBe(false);
    expect(existsSync('/tmp/acgs-escape')).toBe(false);
    expect(readdirSync(scratch.folder)).toEqual(['deep']);
    expect(readdirSync(join(target(), 'blobs/sha256'))).toEqual([]);
  });

  it('refuses a link where a blob should be', async () => {
    const link = { name: blob.name, type: 'symlink' as const, linkname: '/etc/passwd' };
    await expect(unpackSavedImage(tarOf(link, index), target())).rejects.toMatchObject({
      code: 'build/failed',
      message: expect.stringContaining('symlink'),
    });
  });

  it('refuses a stream that breaks off, one that is no tar, and one that is no layout', async () => {
    const whole: Buffer[] = [];
    for await (const chunk of tarOf({ ...blob, content: 'x'.repeat(100_000) }, index))
      whole.push(chunk as Buffer);
    const half = Buffer.concat(whole).subarray(0, 50_000);
    await expect(unpackSavedImage(Readable.from([half]), target())).rejects.toMatchObject({
      code: 'build/failed',
    });
    await expect(unpackSavedImage(Readable.from([Buffer.alloc(2048, 'x')]), target())).rejects.toMatchObject({
      code: 'build/failed',
    });
    await expect(unpackSavedImage(tarOf(blob), target())).rejects.toThrow(/no OCI layout/);
    const failing = new Readable({
      read() {
        this.destroy(new Error('connection lost'));
      },
    });
    await expect(unpackSavedImage(failing, target())).rejects.toThrow(/connection lost/);
  });
});
