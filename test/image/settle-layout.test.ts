import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finishLayout } from '../../src/image/finish-layout.js';
import { draftOf, settleLayout } from '../../src/image/settle-layout.js';
import { type Scratch, scratchFolder } from '../bench/scratch.js';
import { rootsOf, SyntheticLayout } from './layouts.js';

describe('settleLayout', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = scratchFolder();
  });
  afterEach(() => {
    scratch.remove();
  });

  const build = async (layout: string, text: string): Promise<void> => {
    const draft = await draftOf(layout);
    const one = new SyntheticLayout(draft);
    one.roots([one.image({ os: 'linux', architecture: 'amd64' }, text)]);
    const { digest } = await finishLayout(draft, {});
    await settleLayout(draft, layout, digest);
    expect(existsSync(draft)).toBe(false);
    expect(existsSync(`${layout}.former`)).toBe(false);
  };

  it('replaces a layout of another image', async () => {
    const layout = join(scratch.folder, 'dist/image');
    await build(layout, 'one');
    const before = rootsOf(layout)[0]?.digest;
    await build(layout, 'two');
    expect(rootsOf(layout)[0]?.digest).not.toBe(before);
  });

  it('keeps a layout of the same image with all that was added to it', async () => {
    const layout = join(scratch.folder, 'image');
    await build(layout, 'one');
    writeFileSync(join(layout, 'blobs/sha256', 'f'.repeat(64)), 'a signature');
    await build(layout, 'one');
    expect(existsSync(join(layout, 'blobs/sha256', 'f'.repeat(64)))).toBe(true);
  });

  it('replaces a damaged layout of the same image', async () => {
    const layout = join(scratch.folder, 'image');
    await build(layout, 'one');
    const digest = rootsOf(layout)[0]?.digest ?? '';
    const index = JSON.parse(readFileSync(join(layout, 'blobs/sha256', digest.slice(7)), 'utf8')) as {
      manifests: { digest: string }[];
    };
    const manifest = join(layout, 'blobs/sha256', index.manifests[0]?.digest.slice(7) ?? '');
    writeFileSync(manifest, 'broken');
    await build(layout, 'one');
    expect(readFileSync(manifest, 'utf8')).toContain('schemaVersion');
  });

  it('clears away what a killed build left', async () => {
    const layout = join(scratch.folder, 'image');
    new SyntheticLayout(`${layout}.draft`).blob('half', 'x');
    new SyntheticLayout(`${layout}.former`).blob('old', 'x');
    await build(layout, 'one');
    expect(rootsOf(layout)).toHaveLength(1);
  });
});
