import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finishLayout } from '../../src/image/finish-layout.js';
import { allMaterials, materialDigests } from '../../src/image/buildkit-provenance.js';
import { type Descriptor } from '../../src/model/descriptor.js';
import { digestOf, hexOf } from '../../src/model/digest.js';
import { OCI_MANIFEST } from '../../src/model/media-types.js';
import { type Scratch, scratchFolder } from '../bench/scratch.js';
import { blobsOf, reachable, rootsOf, SyntheticLayout } from './layouts.js';

const amd64 = { architecture: 'amd64', os: 'linux' };
const arm64 = { architecture: 'arm64', os: 'linux' };
const base = {
  uri: 'pkg:docker/python@3.13?platform=linux%2Famd64',
  digest: { sha256: hexOf(digestOf('base')) },
};

describe('finishLayout', () => {
  let scratch: Scratch;
  let made = 0;
  const layout = (): SyntheticLayout => new SyntheticLayout(join(scratch.folder, `layout-${(made += 1)}`));
  beforeEach(() => {
    scratch = scratchFolder();
  });
  afterEach(() => {
    scratch.remove();
  });

  it('takes BuildKit’s attestations out, keeps their materials, and leaves nothing unreferred', async () => {
    const one = layout();
    const images = [one.image(arm64, 'arm'), one.image(amd64, 'amd')];
    const attestations = images.map(({ digest }) =>
      one.attestation(digest, {
        buildDefinition: { resolvedDependencies: [base] },
        runDetails: { of: digest },
      }),
    );
    one.roots([
      {
        ...one.index([...images, ...attestations]),
        annotations: { 'org.opencontainers.image.ref.name': 'latest' },
      },
    ]);
    const finished = await finishLayout(one.folder, { 'io.acgs.constitutional-hash': 'cdd01ef066bc6cf2' });

    expect(readdirSync(one.folder).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
    expect(blobsOf(one.folder)).toEqual(reachable(one.folder));
    const roots = rootsOf(one.folder);
    expect(roots).toHaveLength(1);
    expect(roots[0]?.digest).toBe(finished.digest);
    expect(roots[0]?.annotations).toBeUndefined();
    const index = JSON.parse(readFileSync(one.path(finished.digest), 'utf8')) as { manifests: Descriptor[] };
    expect(index).toMatchObject({ annotations: { 'io.acgs.constitutional-hash': 'cdd01ef066bc6cf2' } });
    expect(index.manifests.map(({ platform }) => platform)).toEqual([amd64, arm64]);
    expect(finished.platforms.map(({ platform }) => platform)).toEqual([amd64, arm64]);
    expect(finished.provenance.map(({ platform }) => platform)).toEqual([arm64, amd64]);
    expect(allMaterials(finished.provenance)).toEqual([base]);
    expect(materialDigests(allMaterials(finished.provenance))).toEqual([digestOf('base')]);
  });

  it('writes an index of ours for a single manifest, with the platform that its config names', async () => {
    const one = layout();
    const { platform: _platform, ...bare } = one.image(amd64, 'only');
    one.roots([bare]);
    const finished = await finishLayout(one.folder, {});
    expect(finished.platforms).toEqual([
      {
        platform: { os: 'linux', architecture: 'amd64' },
        manifest: bare.digest,
        config: expect.stringMatching(/^sha256:/),
      },
    ]);
    expect(finished.digest).not.toBe(bare.digest);
  });

  it('gives one digest for the same images, whatever BuildKit’s provenance says and in whatever order they come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), fc.boolean(), async (first, second, swap) => {
        const digests = [];
        for (const note of [first, second]) {
          const one = layout();
          const images = [one.image(amd64, 'a'), one.image(arm64, 'b')];
          const proof = one.attestation(images[0]!.digest, { materials: [], note });
          const order = swap && note === second ? [...images].reverse() : images;
          one.roots([one.index([proof, ...order])]);
          const finished = await finishLayout(one.folder, { k: 'v' });
          expect(blobsOf(one.folder)).toEqual(reachable(one.folder));
          digests.push(finished.digest);
        }
        expect(digests[1]).toBe(digests[0]);
      }),
      { numRuns: 6 },
    );
  });

  it('refuses a layout in which any blob holds other bytes, and names the blob', async () => {
    const count = blobsOf(prepared(layout()).folder).size;
    for (let at = 0; at < count; at += 1) {
      const one = prepared(layout());
      const victim = [...blobsOf(one.folder)].sort()[at] ?? '';
      const path = join(one.folder, 'blobs/sha256', victim);
      const bytes = readFileSync(path);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      writeFileSync(path, bytes);
      await expect(finishLayout(one.folder, {})).rejects.toMatchObject({
        code: 'evidence/tampered',
        message: expect.stringContaining(victim),
      });
    }
  });

  it('refuses a config for another platform, and an empty layout', async () => {
    const one = layout();
    const image = one.image(amd64, 'x');
    one.roots([one.index([{ ...image, platform: arm64 }])]);
    await expect(finishLayout(one.folder, {})).rejects.toThrow(
      /expected an image for linux\/arm64, got linux\/amd64/,
    );
    const none = layout();
    none.roots([]);
    await expect(finishLayout(none.folder, {})).rejects.toThrow(/no image/);
  });

  it('does not follow indexes for ever', async () => {
    const one = layout();
    let nested = one.index([one.image(amd64, 'deep')]);
    for (let depth = 0; depth < 20; depth += 1) nested = one.index([nested]);
    one.roots([nested]);
    await expect(finishLayout(one.folder, {})).rejects.toThrow(/too deep/);
  });

  it('turns a manifest in Docker’s format into OCI’s, with the same config and layers', async () => {
    const one = layout();
    const { digest } = one.image(amd64, 'docker');
    const text = readFileSync(one.path(digest), 'utf8')
      .replaceAll(
        'application/vnd.oci.image.manifest.v1+json',
        'application/vnd.docker.distribution.manifest.v2+json',
      )
      .replaceAll(
        'application/vnd.oci.image.config.v1+json',
        'application/vnd.docker.container.image.v1+json',
      )
      .replaceAll(
        'application/vnd.oci.image.layer.v1.tar+gzip',
        'application/vnd.docker.image.rootfs.diff.tar.gzip',
      );
    one.roots([one.blob(text, 'application/vnd.docker.distribution.manifest.v2+json')]);
    const finished = await finishLayout(one.folder, {});
    expect(finished.platforms[0]?.manifest).toBe(digest);
    expect(blobsOf(one.folder)).toEqual(reachable(one.folder));
  });

  it('removes what else lies in the folder', async () => {
    const one = prepared(layout());
    one.blob('stray', OCI_MANIFEST);
    writeFileSync(join(one.folder, 'manifest.json'), '[]');
    await finishLayout(one.folder, {});
    expect(existsSync(join(one.folder, 'manifest.json'))).toBe(false);
    expect(blobsOf(one.folder)).toEqual(reachable(one.folder));
  });
});

/** One image for amd64 in an index. */
function prepared(one: SyntheticLayout): SyntheticLayout {
  one.roots([one.index([one.image(amd64, 'only')])]);
  return one;
}
