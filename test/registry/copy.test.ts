import { describe, expect, it } from 'vitest';
import { copyContent } from '../../src/registry/copy.js';
import { PushedBlobs } from '../../src/registry/pushed-blobs.js';
import { Repository } from '../../src/registry/repository.js';
import { type FakeRegistry } from './fake-registry.js';
import { INDEX, MANIFEST, type Piece, piece, seedImage, testImage, testReferrer } from './images.js';
import { passingPlaces } from './passing-places.js';
import { refusal } from './refusals.js';

const { start, emptyLayout } = passingPlaces();

const repositoryOf = (registry: FakeRegistry, name = 'acme/api'): Repository =>
  new Repository(registry.host, name);

/** An image with a referrer of the index, one of a platform, and one of a referrer. */
function seedEvidence(registry: FakeRegistry, repository: string) {
  const image = testImage();
  seedImage(registry, repository, image, '1.0');
  const ofIndex = testReferrer(image.root.descriptor, 'of the index');
  const ofPlatform = testReferrer((image.manifests[1] as Piece).descriptor, 'of a platform');
  const ofReferrer = testReferrer(ofIndex.manifest.descriptor, 'of a referrer');
  const referrers = [ofIndex, ofPlatform, ofReferrer];
  for (const { manifest, blobs } of referrers) {
    for (const { bytes } of blobs) registry.seedBlob(bytes);
    registry.seedManifest(repository, manifest.bytes, MANIFEST);
    if (registry.options.referrers === false) {
      const subject = (JSON.parse(manifest.bytes.toString()) as { subject: { digest: string } }).subject
        .digest;
      const index = { schemaVersion: 2, mediaType: INDEX, manifests: [manifest.descriptor] };
      registry.seedManifest(repository, Buffer.from(JSON.stringify(index)), INDEX, subject.replace(':', '-'));
    }
  }
  return { image, referrers: referrers.map(({ manifest }) => manifest) };
}

describe.each([
  ['with the referrers API', true],
  ['without it', false],
])('a copy between registries %s', (_name, referrers) => {
  it('takes all evidence along, by digest, and sets no tag', async () => {
    const [from, to] = [await start({ referrers }), await start({ referrers })];
    const seeded = seedEvidence(from, 'acme/api');
    const result = await copyContent(repositoryOf(from), repositoryOf(to, 'prod/api'), '1.0');
    const there = to.manifests.get('prod/api');
    for (const { descriptor, bytes } of [seeded.image.root, ...seeded.image.manifests, ...seeded.referrers])
      expect(there?.get(descriptor.digest)?.bytes).toEqual(bytes);
    for (const { descriptor } of seeded.image.blobs) expect(to.blobs.has(descriptor.digest)).toBe(true);
    expect(result.referrers).toHaveLength(3);
    const tags = [...(there?.keys() ?? [])].filter((name) => !name.startsWith('sha256:'));
    expect(tags.filter((tag) => !tag.startsWith('sha256-'))).toEqual([]);
    expect(tags).toHaveLength(referrers ? 0 : 3);
    const found = await repositoryOf(to, 'prod/api').referrersOf(seeded.image.root.descriptor.digest);
    expect(found).toMatchObject([
      {
        store: referrers ? 'referrers' : 'fallback-tag',
        descriptor: {
          digest: seeded.referrers[0]?.descriptor.digest,
          artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
          annotations: { 'org.example.text': 'of the index' },
        },
      },
    ]);
  });

  it('leaves what is attached to referrers, and does not ask for it, where it is not wanted', async () => {
    const [from, to] = [await start({ referrers }), await start({ referrers })];
    const { referrers: seeded } = seedEvidence(from, 'acme/api');
    const result = await copyContent(repositoryOf(from), repositoryOf(to, 'prod/api'), '1.0', {
      nested: false,
    });
    const [ofIndex, , ofReferrer] = seeded.map(({ descriptor }) => descriptor.digest) as [
      string,
      string,
      string,
    ];
    expect(result.referrers).toHaveLength(2);
    expect(to.manifests.get('prod/api')?.has(ofReferrer)).toBe(false);
    const asked = from.requests.map(({ path }) => path);
    expect(asked.filter((path) => path.includes('/referrers/') && path.includes(ofIndex))).toEqual([]);
    expect(asked.filter((path) => path.includes(ofReferrer))).toEqual([]);
  });

  it('writes nothing the second time', async () => {
    const [from, to] = [await start({ referrers }), await start({ referrers })];
    seedEvidence(from, 'acme/api');
    await copyContent(repositoryOf(from), repositoryOf(to), '1.0');
    const writes = to.writes.length;
    const again = await copyContent(repositoryOf(from), repositoryOf(to), '1.0');
    expect(to.writes.length).toBe(writes);
    expect(again).toMatchObject({ manifests: { written: 0, present: 6 }, bytes: 0, blobs: { written: 0 } });
  });
});

describe('a copy', () => {
  it('through a layout and back keeps every byte (air gap)', async () => {
    const [from, to] = [await start({ referrers: false }), await start()];
    const seeded = seedEvidence(from, 'acme/api');
    const layout = await emptyLayout();
    const down = await copyContent(repositoryOf(from), layout, '1.0');
    expect(down.root.digest).toBe(seeded.image.root.descriptor.digest);
    const entries = await layout.entries();
    expect(entries[0]?.digest).toBe(seeded.image.root.descriptor.digest);
    expect(entries).toHaveLength(4);
    expect(entries.slice(1).every(({ annotations }) => annotations?.['org.example.text'])).toBe(true);
    const second = await emptyLayout();
    await copyContent(layout, second, down.root.digest);
    expect(await second.entries()).toEqual(entries);
    const up = await copyContent(second, repositoryOf(to), down.root.digest);
    expect(up.referrers.map(({ descriptor }) => descriptor.digest).sort()).toEqual(
      seeded.referrers.map(({ descriptor }) => descriptor.digest).sort(),
    );
    for (const { descriptor, bytes } of [seeded.image.root, ...seeded.image.manifests, ...seeded.referrers])
      expect(to.manifests.get('acme/api')?.get(descriptor.digest)?.bytes).toEqual(bytes);
  });

  it('writes blobs before the manifests that name them, and referrers after their subject', async () => {
    const [from, to] = [await start(), await start()];
    const { image, referrers } = seedEvidence(from, 'acme/api');
    await copyContent(repositoryOf(from), repositoryOf(to), '1.0');
    const order = to.seen(/^PUT/).map(({ path }) => /sha256(?::|%3A)[0-9a-f]{64}/.exec(path)?.[0] ?? '');
    const at = (one: Piece): number =>
      order.indexOf(one.descriptor.digest.replace(':', order[0]?.includes('%3A') === true ? '%3A' : ':'));
    const manifestAt = (one: Piece): number => order.findIndex((digest) => digest === one.descriptor.digest);
    const rootAt = manifestAt(image.root);
    for (const manifest of image.manifests) expect(manifestAt(manifest)).toBeLessThan(rootAt);
    for (const blob of image.blobs) expect(at(blob)).toBeLessThan(rootAt);
    for (const referrer of referrers) expect(manifestAt(referrer)).toBeGreaterThan(rootAt);
  });

  it('mounts blobs within one registry instead of sending them', async () => {
    const registry = await start();
    const { image } = seedEvidence(registry, 'acme/api');
    registry.fault((request, response) => {
      if (request.method !== 'HEAD' || !request.path.startsWith('/v2/prod/api/blobs')) return false;
      response.writeHead(404).end();
      return true;
    });
    const result = await copyContent(repositoryOf(registry), repositoryOf(registry, 'prod/api'), '1.0');
    expect(result.blobs.written).toBe(0);
    expect(result.blobs.mounted).toBeGreaterThanOrEqual(image.blobs.length);
    expect(registry.seen(/^PUT .*blobs/)).toHaveLength(0);
  });

  it('mounts what was pushed from a layout before, on the same registry only, and sends the bytes where that is refused', async () => {
    const [from, to, elsewhere] = [await start(), await start(), await start()];
    const { image } = seedEvidence(from, 'acme/api');
    const layout = await emptyLayout();
    const { root } = await copyContent(repositoryOf(from), layout, '1.0');
    const pushed = new PushedBlobs();
    const push = (registry: FakeRegistry, name: string) =>
      copyContent(layout, repositoryOf(registry, name), root.digest, { pushed });
    let mayMount = true;
    for (const registry of [to, elsewhere])
      registry.fault((request, response) => {
        const isMount = request.path.includes('mount=');
        if (request.method !== 'HEAD' && (mayMount || !isMount)) return false;
        if (request.method === 'HEAD' && !request.path.includes('/blobs/')) return false;
        response.writeHead(isMount ? 403 : 404).end();
        return true;
      });
    const first = await push(to, 'prod/one');
    expect(first.blobs).toMatchObject({ mounted: 0 });
    const second = await push(to, 'prod/two');
    expect(second.blobs).toEqual({ written: 0, present: 0, mounted: first.blobs.written });
    expect(second.blobs.mounted).toBeGreaterThanOrEqual(image.blobs.length);
    expect(to.seen(/mount=.*from=prod%2Fone/)).toHaveLength(second.blobs.mounted);
    expect((await push(elsewhere, 'prod/three')).blobs.mounted).toBe(0);
    mayMount = false;
    expect((await push(to, 'prod/four')).blobs).toEqual(first.blobs);
  });

  it('takes any artefact: its own media types for config and layer', async () => {
    const [from, to] = [await start(), await start()];
    const config = piece('{}', 'application/vnd.aquasec.trivy.config.v1+json');
    const layer = piece('database', 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip');
    for (const { bytes } of [config, layer]) from.seedBlob(bytes);
    const document = {
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: config.descriptor,
      layers: [layer.descriptor],
    };
    const artefact = piece(document, MANIFEST);
    from.seedManifest('db', artefact.bytes, MANIFEST, '2');
    const { root } = await copyContent(repositoryOf(from, 'db'), repositoryOf(to, 'mirror/db'), '2');
    expect(root.digest).toBe(artefact.descriptor.digest);
    expect(to.manifests.get('mirror/db')?.get(root.digest)?.bytes).toEqual(artefact.bytes);
  });

  it('does not link what speaks of another subject', async () => {
    const [from, to] = [await start({ referrers: false }), await start()];
    const image = testImage();
    seedImage(from, 'acme/api', image, '1.0');
    const foreign = testReferrer(testImage('another').root.descriptor, 'foreign');
    for (const { bytes } of foreign.blobs) from.seedBlob(bytes);
    from.seedManifest('acme/api', foreign.manifest.bytes, MANIFEST);
    const index = { schemaVersion: 2, mediaType: INDEX, manifests: [foreign.manifest.descriptor] };
    const tag = image.root.descriptor.digest.replace(':', '-');
    from.seedManifest('acme/api', Buffer.from(JSON.stringify(index)), INDEX, tag);
    const result = await copyContent(repositoryOf(from), repositoryOf(to), '1.0');
    expect(result.referrers).toEqual([]);
  });

  it('of a damaged blob fails, and no manifest is written', async () => {
    const [from, to] = [await start(), await start()];
    const image = testImage();
    seedImage(from, 'acme/api', image, '1.0');
    const layer = image.blobs.at(-1) as Piece;
    from.blobs.set(layer.descriptor.digest, Buffer.from('x'.repeat(layer.bytes.length)));
    await refusal(copyContent(repositoryOf(from), repositoryOf(to), '1.0'), 'evidence/tampered');
    expect(to.manifests.get('acme/api')?.get(image.root.descriptor.digest)).toBeUndefined();
    expect(to.blobs.has(layer.descriptor.digest)).toBe(false);
  });

  it('of an index that holds itself, or one too deep, ends', async () => {
    const from = await start();
    let inner = testImage().root;
    seedImage(from, 'acme/api', testImage());
    for (let depth = 0; depth < 12; depth += 1) {
      inner = piece({ schemaVersion: 2, mediaType: INDEX, manifests: [inner.descriptor] }, INDEX);
      from.seedManifest('acme/api', inner.bytes, INDEX, 'deep');
    }
    await refusal(copyContent(repositoryOf(from), await emptyLayout(), 'deep'), 'evidence/too-large');
  });
});
