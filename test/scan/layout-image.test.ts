import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/model/digest.js';
import { readLayoutImage } from '../../src/scan/layout-image.js';
import { type Scratch, scratchFolder } from '../bench/scratch.js';
import { SyntheticLayout } from '../image/layouts.js';

const [amd64, arm64] = ['amd64', 'arm64'].map((architecture) => ({ os: 'linux', architecture }));

describe('readLayoutImage', () => {
  let scratch: Scratch;
  let layout: SyntheticLayout;
  beforeEach(() => {
    scratch = scratchFolder();
    layout = new SyntheticLayout(join(scratch.folder, 'image'));
  });
  afterEach(() => {
    scratch.remove();
  });

  it('tells the platforms of the first image, or of the one that is asked for, but no attestations', async () => {
    const [first, second] = [layout.image(amd64!, 'first'), layout.image(arm64!, 'second')];
    const index = layout.index([first, second, layout.attestation(first.digest, {})]);
    layout.roots([index, second]);
    const image = await readLayoutImage(layout.folder);
    expect(image.digest).toBe(index.digest);
    expect(image.platforms.map(({ name, descriptor }) => [name, descriptor.digest])).toEqual([
      ['linux/amd64', first.digest],
      ['linux/arm64', second.digest],
    ]);
    expect(image.platforms[0]?.blobs).toEqual([
      image.platforms[0]?.config,
      digestOf('layer of first'),
      digestOf('a layer that all share'),
    ]);
    expect(image.platforms[0]).toMatchObject({ platform: amd64, diffIds: [], created: undefined });
    const alone = await readLayoutImage(layout.folder, second.digest);
    expect(alone.platforms.map(({ name }) => name)).toEqual(['linux/arm64']);
  });

  it('refuses an image that it does not list, and an index without a platform', async () => {
    const image = layout.image(amd64!, 'one');
    layout.roots([layout.index([layout.attestation(image.digest, {})])]);
    const invalid = { code: 'evidence/invalid', exit: 4 };
    await expect(readLayoutImage(layout.folder)).rejects.toMatchObject(invalid);
    await expect(readLayoutImage(layout.folder, image.digest)).rejects.toMatchObject(invalid);
    layout.roots([]);
    await expect(readLayoutImage(layout.folder)).rejects.toMatchObject(invalid);
  });

  it('refuses a manifest or config with other bytes', async () => {
    const image = layout.image(amd64!, 'one');
    layout.roots([image]);
    const { platforms } = await readLayoutImage(layout.folder);
    writeFileSync(layout.path(platforms[0]!.config), '{"os":"linux"}');
    await expect(readLayoutImage(layout.folder)).rejects.toMatchObject({ code: 'evidence/tampered' });
    writeFileSync(layout.path(image.digest), '{}');
    await expect(readLayoutImage(layout.folder)).rejects.toMatchObject({ code: 'evidence/tampered' });
  });
});
