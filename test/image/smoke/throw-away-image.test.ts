import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finishLayout, type FinishedLayout } from '../../../src/image/finish-layout.js';
import { throwAwayImage } from '../../../src/image/smoke/throw-away-image.js';
import { digestOf, hexOf } from '../../../src/model/digest.js';
import { type Scratch, scratchFolder } from '../../bench/scratch.js';
import { SyntheticLayout } from '../layouts.js';

const NAME = 'docker.io/library/acgs-smoke-1:latest';

describe('throwAwayImage', () => {
  let scratch: Scratch;
  let layout: SyntheticLayout;
  let finished: FinishedLayout;
  beforeEach(async () => {
    scratch = scratchFolder();
    layout = new SyntheticLayout(join(scratch.folder, 'image'));
    const images = ['amd64', 'arm64'].map((architecture) =>
      layout.image({ os: 'linux', architecture }, architecture),
    );
    layout.roots([layout.index(images)]);
    finished = await finishLayout(layout.folder, {});
  });
  afterEach(() => {
    scratch.remove();
  });

  it('packs one platform alone, under its own name, for both kinds of image store', async () => {
    layout.blob('a signature that must not be loaded', 'x');
    const [amd64, arm64] = finished.platforms;
    const image = await throwAwayImage(layout.folder, amd64!, NAME);
    const files = await filesOf(image);
    const index = JSON.parse(files.get('index.json') ?? '') as { manifests: object[] };
    expect(index.manifests).toEqual([
      expect.objectContaining({ digest: amd64!.manifest, annotations: { 'io.containerd.image.name': NAME } }),
    ]);
    expect(JSON.parse(files.get('manifest.json') ?? '')).toEqual([
      expect.objectContaining({ Config: `blobs/sha256/${hexOf(amd64!.config)}`, RepoTags: [NAME] }),
    ]);
    const blobs = [...files.keys()].filter((name) => name.startsWith('blobs/'));
    expect(blobs).toHaveLength(4);
    expect(blobs).not.toContain(`blobs/sha256/${hexOf(arm64!.manifest)}`);
    for (const name of blobs)
      expect(hexOf(digestOf(files.get(name) ?? ''))).toBe(name.slice('blobs/sha256/'.length));
    expect(image.config).toMatchObject({ architecture: 'amd64' });
  });

  it('refuses a manifest or config with other bytes, and one that is not the artifact’s', async () => {
    const [amd64, arm64] = finished.platforms;
    await expect(
      throwAwayImage(layout.folder, { ...amd64!, config: arm64!.config }, NAME),
    ).rejects.toMatchObject({
      code: 'evidence/invalid',
    });
    writeFileSync(layout.path(amd64!.config), '{"os":"linux"}');
    await expect(throwAwayImage(layout.folder, amd64!, NAME)).rejects.toMatchObject({
      code: 'evidence/tampered',
    });
  });

  it('fails, not hangs, when a layer is gone', async () => {
    const [amd64] = finished.platforms;
    const image = await throwAwayImage(layout.folder, amd64!, NAME);
    const { rmSync } = await import('node:fs');
    rmSync(layout.path(digestOf('layer of amd64')));
    await expect(filesOf(image)).rejects.toThrow(/ENOENT/);
  });
});

async function filesOf(image: Awaited<ReturnType<typeof throwAwayImage>>): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const reader = extract();
  // Copied, because a stream reads ahead of what is done with a piece.
  const copies = async function* (): AsyncGenerator<Buffer, void> {
    for await (const chunk of image.tar()) yield Buffer.from(chunk);
  };
  const tar = Readable.from(copies());
  tar.on('error', (error) => reader.destroy(error));
  tar.pipe(reader);
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    files.set(entry.header.name, Buffer.concat(chunks).toString());
  }
  return files;
}
