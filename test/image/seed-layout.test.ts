import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seedLayout, takeLent } from '../../src/image/seed-layout.js';
import { type Scratch, scratchFolder } from '../bench/scratch.js';

let scratch: Scratch;
beforeEach(() => {
  scratch = scratchFolder();
});
afterEach(() => {
  scratch.remove();
});

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const layer = (text: string): Buffer => Buffer.alloc(100_000, text);
const at = (...parts: readonly string[]): string => join(scratch.folder, ...parts);
const blobs = (layout: string): string => at(layout, 'blobs', 'sha256');

/** Writes blobs under their digests, or under the names given. */
function layoutOf(name: string, contents: readonly Buffer[], names = contents.map(sha256)): string {
  mkdirSync(blobs(name), { recursive: true });
  contents.forEach((bytes, index) => {
    writeFileSync(join(blobs(name), names[index] ?? ''), bytes);
  });
  return at(name);
}

test('lends a draft the large blobs of other layouts, under the same names', async () => {
  const [base, one, two, small] = [layer('base'), layer('one'), layer('two'), Buffer.from('config')];
  const layouts = [layoutOf('one', [base, one, small]), layoutOf('two', [base, two]), at('nowhere')];
  expect(await seedLayout(at('draft'), layouts)).toEqual({ lent: 3, warnings: [] });
  expect(readdirSync(blobs('draft')).sort()).toEqual([base, one, two].map(sha256).sort());
  for (const bytes of [base, one, two])
    expect(readFileSync(join(blobs('draft'), sha256(bytes)))).toEqual(bytes);
  expect(readdirSync(at('draft'))).toEqual(['blobs']);
});

test('lends nothing that is no blob by its name, or lies elsewhere', async () => {
  const [good, outside] = [layer('good'), layer('outside')];
  const layout = layoutOf('one', [good, layer('stray')], [sha256(good), 'notes.txt']);
  writeFileSync(at('outside'), outside);
  symlinkSync(at('outside'), join(blobs('one'), sha256(outside)));
  await seedLayout(at('draft'), [layout]);
  expect(readdirSync(blobs('draft'))).toEqual([sha256(good)]);
});

test('passes over a layout that cannot be used, with a warning', async () => {
  const good = layer('good');
  mkdirSync(at('odd', 'blobs'), { recursive: true });
  writeFileSync(blobs('odd'), 'a file');
  const { warnings } = await seedLayout(at('draft'), [at('odd'), at('nowhere'), layoutOf('one', [good])]);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(at('odd'));
  expect(existsSync(join(blobs('draft'), sha256(good)))).toBe(true);
});

test('what was lent becomes the draft’s own file, and the lender keeps it', async () => {
  const good = layer('good');
  const digest = `sha256:${sha256(good)}` as const;
  const [lender, own] = ['one', 'draft'].map((name) => join(blobs(name), sha256(good))) as [string, string];
  await seedLayout(at('draft'), [layoutOf('one', [good])]);
  await takeLent(at('draft'), digest);
  expect(lstatSync(own).isFile()).toBe(true);
  expect(readFileSync(own)).toEqual(good);
  expect(readFileSync(lender)).toEqual(good);
  await takeLent(at('draft'), digest);
  expect(readFileSync(own)).toEqual(good);
});

test('a lender that is gone is an error, not an empty place', async () => {
  const good = layer('good');
  await seedLayout(at('draft'), [layoutOf('one', [good])]);
  rmSync(at('one'), { recursive: true });
  await expect(takeLent(at('draft'), `sha256:${sha256(good)}`)).rejects.toMatchObject({
    code: 'file/failed',
  });
});
