import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tarOf, type TarFile } from '../../../src/image/smoke/tar.js';
import { scratchFolder } from '../../bench/scratch.js';

const file = (name: string, content: string): TarFile => ({
  name,
  size: Buffer.byteLength(content),
  content: [Buffer.from(content)],
});

async function written(files: readonly TarFile[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of tarOf(files)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

test('tar reads what it writes: names, sizes that fill a block or do not, nothing at all', async () => {
  const scratch = scratchFolder();
  try {
    const contents = { 'oci-layout': '{}', 'blobs/sha256/full': 'x'.repeat(1024), 'blobs/sha256/empty': '' };
    const archive = join(scratch.folder, 'a.tar');
    writeFileSync(archive, await written(Object.entries(contents).map(([name, text]) => file(name, text))));
    execFileSync('tar', ['-xf', archive, '-C', scratch.folder]);
    expect(execFileSync('tar', ['-tf', archive], { encoding: 'utf8' }).trim().split('\n')).toEqual(
      Object.keys(contents),
    );
    for (const [name, text] of Object.entries(contents))
      expect(execFileSync('tar', ['-xOf', archive, name], { encoding: 'utf8' })).toBe(text);
  } finally {
    scratch.remove();
  }
});

test('a layer of more than 8 GiB has its size in a form that tar reads', async () => {
  const size = 9 * 1024 ** 3;
  const first = await tarOf([{ name: 'layer', size, content: [] }]).next();
  // The content is not there, which tar says too: only the header is asked about.
  const { stdout: listing } = spawnSync('tar', ['-tvf', '-'], {
    input: Buffer.concat([first.value as Buffer, Buffer.alloc(1024)]),
    encoding: 'utf8',
  });
  expect(listing).toContain(String(size));
});
