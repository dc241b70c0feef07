import { afterEach, describe, expect, it } from 'vitest';
import { type Descriptor } from '../../src/model/descriptor.js';
import { type Digest } from '../../src/model/digest.js';
import { fallbackTag } from '../../src/registry/fallback-index.js';
import { Repository } from '../../src/registry/repository.js';
import { FakeRegistry, type FakeRegistryOptions, sha256 } from './fake-registry.js';
import { INDEX, MANIFEST, testImage, testReferrer } from './images.js';
import { refusal } from './refusals.js';

const registries: FakeRegistry[] = [];
afterEach(async () => {
  for (const registry of registries.splice(0)) await registry.close();
});

async function start(options: FakeRegistryOptions = {}): Promise<FakeRegistry> {
  const registry = await FakeRegistry.start(options);
  registries.push(registry);
  return registry;
}

const at = (registry: FakeRegistry): Repository => new Repository(registry.host, 'acme/api');
const subject = testImage().root.descriptor;
const numbered = (number: number): Descriptor => ({
  mediaType: MANIFEST,
  digest: sha256(`referrer ${number}`) as Digest,
  size: 100 + number,
  artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  annotations: { 'org.example.number': String(number) },
});

function seedFallback(registry: FakeRegistry, manifests: readonly object[]): void {
  const index = { schemaVersion: 2, mediaType: INDEX, manifests };
  registry.seedManifest('acme/api', Buffer.from(JSON.stringify(index)), INDEX, fallbackTag(subject.digest));
}

describe('the referrers API', () => {
  it('is read over all pages, unfiltered', async () => {
    const registry = await start({ referrersPage: 2 });
    for (let number = 0; number < 5; number += 1) {
      const { manifest } = testReferrer(subject, String(number), `application/x.kind-${number % 2}`);
      registry.seedManifest('acme/api', manifest.bytes, MANIFEST);
    }
    const found = await at(registry).referrersOf(subject.digest);
    expect(found).toHaveLength(5);
    expect(found.every(({ store }) => store === 'referrers')).toBe(true);
    expect(registry.seen(/artifactType/)).toHaveLength(0);
  });

  it.each([
    ['404', 404, 'application/json'],
    ['400', 400, 'application/json'],
    ['406', 406, 'application/json'],
    ['200 but something else', 200, 'application/json'],
    ['200 and a web page', 200, 'text/html'],
  ])('counts as absent where it answers %s', async (_what, status, type) => {
    const registry = await start();
    registry.fault((request, response) => {
      if (!request.path.includes('/referrers/')) return false;
      response.writeHead(status, { 'content-type': type, 'oci-subject': subject.digest }).end('{}');
      return true;
    });
    seedFallback(registry, [numbered(1)]);
    const repository = at(registry);
    const found = await repository.referrersOf(subject.digest);
    expect(found).toEqual([{ store: 'fallback-tag', descriptor: numbered(1) }]);
    expect(await repository.hasReferrersApi(subject.digest)).toBe(false);
  });

  it('that is down is an error, so that no evidence is overlooked', async () => {
    const registry = await start();
    registry.failWith(503, /referrers/, Infinity, { 'retry-after': '0' });
    seedFallback(registry, [numbered(1)]);
    await refusal(at(registry).referrersOf(subject.digest), 'registry/unreachable');
  });

  it('and the fallback tag are merged, each referrer once', async () => {
    const registry = await start();
    const { manifest } = testReferrer(subject, 'listed twice');
    registry.seedManifest('acme/api', manifest.bytes, MANIFEST);
    seedFallback(registry, [manifest.descriptor, numbered(7)]);
    const found = await at(registry).referrersOf(subject.digest);
    expect(found.map(({ store, descriptor }) => [store, descriptor.digest])).toEqual([
      ['referrers', manifest.descriptor.digest],
      ['fallback-tag', numbered(7).digest],
    ]);
  });

  it('with a hundred thousand referrers is refused early', async () => {
    const registry = await start();
    registry.fault((request, response) => {
      if (!request.path.includes('/referrers/')) return false;
      const page = Number(new URL(request.path, 'http://x').searchParams.get('page') ?? 0);
      const manifests = Array.from({ length: 400 }, (_, number) => numbered(page * 400 + number));
      response
        .writeHead(200, {
          'content-type': INDEX,
          link: `</v2/acme/api/referrers/${subject.digest}?page=${page + 1}>; rel="next"`,
        })
        .end(JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests }));
      return true;
    });
    await refusal(at(registry).referrersOf(subject.digest), 'evidence/too-large');
    expect(registry.seen(/referrers/).length).toBeLessThanOrEqual(3);
  });

  it('with endless empty pages ends', async () => {
    const registry = await start();
    registry.fault((request, response) => {
      if (!request.path.includes('/referrers/')) return false;
      response
        .writeHead(200, { 'content-type': INDEX, link: `<${request.path}x>; rel="next"` })
        .end(JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [] }));
      return true;
    });
    await refusal(at(registry).referrersOf(subject.digest), 'evidence/too-large');
  });

  it('needs nothing written but the referrer', async () => {
    const registry = await start();
    await at(registry).linkReferrers(subject.digest, [numbered(1)]);
    expect(registry.writes).toHaveLength(0);
  });
});

describe('the fallback tag', () => {
  it('gets full descriptors, once, and keeps what others wrote as it is', async () => {
    const registry = await start({ referrers: false });
    const foreign = { ...numbered(0), data: 'e30=', urls: ['https://example.com'] };
    seedFallback(registry, [foreign]);
    const repository = at(registry);
    await repository.linkReferrers(subject.digest, [numbered(1), numbered(2)]);
    const index = registry.manifest('acme/api', fallbackTag(subject.digest));
    expect(index?.['manifests']).toEqual([foreign, numbered(1), numbered(2)]);
    const writes = registry.writes.length;
    expect(writes).toBe(1);
    await repository.linkReferrers(subject.digest, [numbered(2)]);
    expect(registry.writes).toHaveLength(writes);
  });

  it('has its poor entries of ours completed (older cosign writes none of their annotations)', async () => {
    const registry = await start({ referrers: false });
    const { annotations: _annotations, ...poor } = numbered(1);
    seedFallback(registry, [{ ...poor, artifactType: 'application/vnd.oci.empty.v1+json' }]);
    await at(registry).linkReferrers(subject.digest, [numbered(1)]);
    expect(registry.manifest('acme/api', fallbackTag(subject.digest))?.['manifests']).toEqual([numbered(1)]);
  });

  it.each([
    ['a registry without conditional writes', false],
    ['a registry with them', true],
  ])(
    'loses none of eight writers at once, on %s',
    async (_what, conditional) => {
      // Slow and jittery, so that reads and writes of different writers interleave badly.
      const registry = await start({ referrers: false, conditional, delayMs: () => Math.random() * 30 });
      const writers = Array.from({ length: 8 }, (_, number) => ({
        repository: at(registry),
        descriptor: numbered(number),
      }));
      await Promise.all(
        writers.map(async ({ repository, descriptor }) => {
          await repository.linkReferrers(subject.digest, [descriptor]);
        }),
      );
      const index = registry.manifest('acme/api', fallbackTag(subject.digest));
      const listed = (index?.['manifests'] as Descriptor[]).map(({ digest }) => digest).sort();
      expect(listed).toEqual(writers.map(({ descriptor }) => descriptor.digest).sort());
    },
    30_000,
  );

  it('is not overwritten when it holds something else', async () => {
    const registry = await start({ referrers: false });
    registry.seedManifest(
      'acme/api',
      testImage().manifests[0]?.bytes ?? Buffer.alloc(0),
      MANIFEST,
      fallbackTag(subject.digest),
    );
    await refusal(at(registry).linkReferrers(subject.digest, [numbered(1)]), 'evidence/invalid');
    expect(registry.writes).toHaveLength(0);
  });

  it('with too many entries is refused', async () => {
    const registry = await start({ referrers: false });
    seedFallback(
      registry,
      Array.from({ length: 1_001 }, (_, number) => numbered(number)),
    );
    await refusal(at(registry).referrersOf(subject.digest), 'evidence/too-large');
  });
});
