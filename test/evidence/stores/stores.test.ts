import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { bundleManifest } from '../../../src/evidence/cosign/bundle-manifest.js';
import { legacyManifest, withLegacyLayer } from '../../../src/evidence/cosign/legacy-manifest.js';
import { legacyCompanions, legacyTag } from '../../../src/evidence/cosign/legacy-tags.js';
import { WritableEvidenceIn } from '../../../src/evidence/stores/evidence-in.js';
import { evidenceRepositoryOf } from '../../../src/evidence/stores/evidence-repository.js';
import { listEvidence } from '../../../src/evidence/stores/list-evidence.js';
import { appendLegacyLayer, writeBundleReferrer } from '../../../src/evidence/stores/write-evidence.js';
import { type Descriptor } from '../../../src/model/descriptor.js';
import { type ContentSink } from '../../../src/registry/content.js';
import { copyContent } from '../../../src/registry/copy.js';
import { fallbackTag } from '../../../src/registry/fallback-index.js';
import { Repository } from '../../../src/registry/repository.js';
import { INDEX, MANIFEST, piece, seedImage, testImage, testReferrer } from '../../registry/images.js';
import { passingPlaces } from '../../registry/passing-places.js';
import { refusal } from '../../registry/refusals.js';

const { start, emptyLayout } = passingPlaces();

const image = testImage();
const subject = image.root.descriptor;
const FACTS = {
  predicateType: 'https://sigstore.dev/cosign/sign/v1',
  created: '2026-11-22T05:50:26Z',
};
const signatureLayer = (text: string) => ({
  bytes: Buffer.from(text),
  mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
  annotations: { 'dev.cosignproject.cosign/signature': `signature of ${text}` },
});

describe('the manifest of a bundle', () => {
  it('is what cosign 3.1 writes, byte for byte', () => {
    // Written by `cosign sign --key` (3.1.1) for the same subject, bundle and time; the bundle's bytes do not matter here.
    const byCosign =
      '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.empty.v1+json","size":2,"digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","artifactType":"application/vnd.dev.sigstore.bundle.v0.3+json"},"layers":[{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","size":SIZE,"digest":"DIGEST"}],"annotations":{"dev.sigstore.bundle.content":"dsse-envelope","dev.sigstore.bundle.predicateType":"https://sigstore.dev/cosign/sign/v1","org.opencontainers.image.created":"2026-11-22T05:50:26Z"},"subject":{"mediaType":"application/vnd.docker.distribution.manifest.v2+json","size":423,"digest":"sha256:7366c875df3aca256460d738d0446e174b5d688bb8622144a40bbc4b9faf5190"},"artifactType":"application/vnd.dev.sigstore.bundle.v0.3+json"}';
    const target: Descriptor = {
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      size: 423,
      digest: 'sha256:7366c875df3aca256460d738d0446e174b5d688bb8622144a40bbc4b9faf5190',
    };
    const bundle = piece('{"a":"bundle"}', 'x');
    const { manifest, blobs } = bundleManifest(target, bundle.bytes, FACTS);
    expect(manifest.bytes.toString()).toBe(
      byCosign.replace('SIZE', String(bundle.bytes.length)).replace('DIGEST', bundle.descriptor.digest),
    );
    expect(blobs.map(({ bytes }) => bytes.toString())).toEqual(['{}', '{"a":"bundle"}']);
  });
});

describe('the manifest of legacy signatures', () => {
  it('is what cosign 2.5 writes, byte for byte', () => {
    // Written by `cosign attest --key` (2.5.0) for one layer of this digest and size.
    const layer: Descriptor = {
      mediaType: 'application/vnd.dsse.envelope.v1+json',
      size: 600,
      digest: 'sha256:12064a2782fe77343d22823b55ff6efbd08def0dc527d314d68de945186d5139',
      annotations: {
        'dev.cosignproject.cosign/signature': '',
        predicateType: 'https://cosign.sigstore.dev/attestation/v1',
      },
    };
    const { manifest, config } = legacyManifest([layer]);
    expect(config.bytes.toString()).toBe(
      '{"architecture":"","created":"0001-01-01T00:00:00Z","history":[{"created":"0001-01-01T00:00:00Z"}],"os":"","rootfs":{"type":"layers","diff_ids":["sha256:12064a2782fe77343d22823b55ff6efbd08def0dc527d314d68de945186d5139"]},"config":{}}',
    );
    expect(manifest.bytes.toString()).toBe(
      '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":233,"digest":"sha256:0f6a7ced5b34c088e17b2d67aaebaaf035cb24ec417403756f665ae73264ede8"},"layers":[{"mediaType":"application/vnd.dsse.envelope.v1+json","size":600,"digest":"sha256:12064a2782fe77343d22823b55ff6efbd08def0dc527d314d68de945186d5139","annotations":{"dev.cosignproject.cosign/signature":"","predicateType":"https://cosign.sigstore.dev/attestation/v1"}}]}',
    );
  });

  it('holds the same signature once, and two of the same bytes by two keys twice', () => {
    const one = withLegacyLayer([], signatureLayer('one'));
    const layers = (JSON.parse(one.manifest.bytes.toString()) as { layers: Descriptor[] }).layers;
    expect(withLegacyLayer(layers, signatureLayer('one')).manifest.bytes).toEqual(one.manifest.bytes);
    const byOther = {
      ...signatureLayer('one'),
      annotations: { 'dev.cosignproject.cosign/signature': 'by another key' },
    };
    const two = withLegacyLayer(layers, byOther).manifest.bytes.toString();
    expect((JSON.parse(two) as { layers: unknown[] }).layers).toHaveLength(2);
  });

  it('has a limit', async () => {
    const layer = { mediaType: 'x', size: 1, digest: subject.digest };
    await refusal(() => legacyManifest(Array.from({ length: 1_001 }, () => layer)), 'evidence/too-large');
  });
});

const places: [string, () => Promise<ContentSink>][] = [
  ['a registry with the referrers API', async () => new Repository((await start()).host, 'acme/api')],
  ['a registry without it', async () => new Repository((await start({ referrers: false })).host, 'acme/api')],
  ['a layout', emptyLayout],
];

describe.each(places)('evidence in %s', (name, open) => {
  async function withImage(): Promise<ContentSink> {
    const sink = await open();
    for (const { descriptor, bytes } of image.blobs)
      await sink.putBlob(descriptor, () => Readable.from([bytes]));
    for (const { bytes } of image.manifests) await sink.putManifest(bytes, MANIFEST);
    await sink.putManifest(image.root.bytes, INDEX);
    await sink.addRoot(subject);
    return sink;
  }

  it('is found again, whichever form it has, with the store that held it', async () => {
    const sink = await withImage();
    const evidence = new WritableEvidenceIn(sink);
    const digest = await evidence.attachBundle(subject, Buffer.from('{"bundle":1}'), FACTS);
    await appendLegacyLayer(sink, subject.digest, 'sig', signatureLayer('payload'));
    const envelope = {
      bytes: Buffer.from('{"payload":""}'),
      mediaType: 'application/vnd.dsse.envelope.v1+json',
      annotations: { predicateType: 'https://slsa.dev/provenance/v1' },
    };
    await appendLegacyLayer(sink, subject.digest, 'att', envelope);
    const candidates = await evidence.candidatesOf(subject.digest);
    const store = name === 'a layout' ? 'layout' : name.includes('without') ? 'fallback-tag' : 'referrers';
    expect(candidates.map(({ form, store }) => [form, store])).toEqual([
      ['bundle', store],
      ['simple-signing', 'legacy-tag'],
      ['envelope', 'legacy-tag'],
    ]);
    expect(candidates[0]).toMatchObject({ manifest: digest, subject: subject.digest });
    expect(candidates.map((one) => ('bytes' in one ? Buffer.from(one.bytes).toString() : undefined))[0]).toBe(
      '{"bundle":1}',
    );
    expect(candidates[1]).toMatchObject({ annotations: signatureLayer('payload').annotations });
    expect(await evidence.candidatesOf(image.manifests[0]?.descriptor.digest ?? subject.digest)).toEqual([]);
  });

  it('written twice is there once', async () => {
    const sink = await withImage();
    const first = await writeBundleReferrer(sink, subject, Buffer.from('{}'), FACTS);
    const second = await writeBundleReferrer(sink, subject, Buffer.from('{}'), FACTS);
    expect(second).toEqual(first);
    const tag = await appendLegacyLayer(sink, subject.digest, 'sig', signatureLayer('payload'));
    expect(await appendLegacyLayer(sink, subject.digest, 'sig', signatureLayer('payload'))).toBe(tag);
    expect(await listEvidence(sink, subject.digest)).toHaveLength(2);
  });

  it('has full descriptors where it is listed', async () => {
    const sink = await withImage();
    await writeBundleReferrer(sink, subject, Buffer.from('{}'), FACTS);
    const [found] = await sink.referrersOf(subject.digest);
    expect(found?.descriptor).toMatchObject({
      mediaType: MANIFEST,
      artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      annotations: {
        'dev.sigstore.bundle.content': 'dsse-envelope',
        'dev.sigstore.bundle.predicateType': FACTS.predicateType,
        'org.opencontainers.image.created': FACTS.created,
      },
    });
  });
});

describe('evidence is refused or left out', () => {
  it('when a listed referrer speaks of another subject', async () => {
    const registry = await start({ referrers: false });
    seedImage(registry, 'acme/api', image);
    const foreign = testReferrer(testImage('other').root.descriptor, 'foreign');
    registry.seedManifest('acme/api', foreign.manifest.bytes, MANIFEST);
    const index = { schemaVersion: 2, mediaType: INDEX, manifests: [foreign.manifest.descriptor] };
    registry.seedManifest('acme/api', Buffer.from(JSON.stringify(index)), INDEX, fallbackTag(subject.digest));
    expect(await listEvidence(new Repository(registry.host, 'acme/api'), subject.digest)).toEqual([]);
  });

  it('when its bytes are others, naming the blob', async () => {
    const registry = await start();
    seedImage(registry, 'acme/api', image);
    const sink = new Repository(registry.host, 'acme/api');
    await writeBundleReferrer(sink, subject, Buffer.from('{"bundle":1}'), FACTS);
    const { digest } = piece('{"bundle":1}', 'x').descriptor;
    registry.blobs.set(digest, Buffer.from('{"bundle":2}'));
    const error = await refusal(
      new WritableEvidenceIn(sink).candidatesOf(subject.digest),
      'evidence/tampered',
    );
    expect(error.message).toContain(digest);
  });

  it('when it claims to be huge, before a byte is read', async () => {
    const registry = await start();
    seedImage(registry, 'acme/api', image);
    const huge = testReferrer(subject, 'huge');
    const document = JSON.parse(huge.manifest.bytes.toString()) as { layers: { size: number }[] };
    for (const layer of document.layers) layer.size = 200 * 1024 * 1024;
    registry.seedManifest('acme/api', Buffer.from(JSON.stringify(document)), MANIFEST);
    const reader = new WritableEvidenceIn(new Repository(registry.host, 'acme/api'));
    await refusal(reader.candidatesOf(subject.digest), 'evidence/too-large');
    expect(registry.seen(/GET .*blobs/)).toHaveLength(0);
  });
});

describe('legacy tags', () => {
  it('lose none of several writers at once', async () => {
    const registry = await start({ delayMs: () => Math.random() * 10 });
    seedImage(registry, 'acme/api', image);
    const texts = Array.from({ length: 4 }, (_, at) => `payload ${at}`);
    await Promise.all(
      texts.map(async (text) => {
        const sink = new Repository(registry.host, 'acme/api');
        await appendLegacyLayer(sink, subject.digest, 'sig', signatureLayer(text));
      }),
    );
    const stored = registry.manifest('acme/api', legacyTag(subject.digest, 'sig'));
    expect(stored?.['layers']).toHaveLength(4);
  }, 20_000);

  it('are copied with their image, and merged with those already there', async () => {
    const [from, to] = [await start(), await start()];
    for (const registry of [from, to]) seedImage(registry, 'acme/api', image);
    const [source, sink] = [new Repository(from.host, 'acme/api'), new Repository(to.host, 'acme/api')];
    await appendLegacyLayer(source, subject.digest, 'sig', signatureLayer('theirs'));
    await appendLegacyLayer(sink, subject.digest, 'sig', signatureLayer('ours'));
    const options = { companions: legacyCompanions };
    const result = await copyContent(source, sink, subject.digest, options);
    expect(result.companions).toEqual([legacyTag(subject.digest, 'sig')]);
    const texts = (await new WritableEvidenceIn(sink).candidatesOf(subject.digest)).map((one) =>
      'payload' in one ? Buffer.from(one.payload).toString() : '',
    );
    expect(texts.sort()).toEqual(['ours', 'theirs']);
    const writes = to.writes.length;
    await copyContent(source, sink, subject.digest, options);
    expect(to.writes.length).toBe(writes);
  });

  it('survive a layout on the way', async () => {
    const [from, to] = [await start(), await start()];
    seedImage(from, 'acme/api', image);
    const source = new Repository(from.host, 'acme/api');
    await appendLegacyLayer(source, subject.digest, 'sig', signatureLayer('theirs'));
    const layout = await emptyLayout();
    const options = { companions: legacyCompanions };
    await copyContent(source, layout, subject.digest, options);
    expect(await layout.images()).toHaveLength(1);
    await copyContent(layout, new Repository(to.host, 'prod/api'), subject.digest, options);
    const candidates = await new WritableEvidenceIn(new Repository(to.host, 'prod/api')).candidatesOf(
      subject.digest,
    );
    expect(candidates).toMatchObject([{ form: 'simple-signing', store: 'legacy-tag' }]);
  });
});

describe('a layout by cosign save', () => {
  it('has its signatures and attestations found', async () => {
    const layout = await emptyLayout();
    for (const { bytes } of image.manifests) await layout.putManifest(bytes, MANIFEST);
    await layout.putManifest(image.root.bytes, INDEX);
    const { manifest, blobs } = withLegacyLayer([], signatureLayer('saved'));
    for (const { descriptor, bytes } of blobs) await layout.putBlob(descriptor, () => Readable.from([bytes]));
    await layout.putManifest(manifest.bytes, MANIFEST);
    const kind = (name: string): object => ({ annotations: { kind: `dev.cosignproject.cosign/${name}` } });
    const path = join(layout.folder, 'index.json');
    const index = JSON.parse(await readFile(path, 'utf8')) as { manifests: object[] };
    index.manifests = [
      { ...subject, ...kind('imageIndex') },
      { ...manifest.descriptor, ...kind('sigs') },
    ];
    await writeFile(path, JSON.stringify(index));
    expect(await layout.images()).toMatchObject([{ digest: subject.digest }]);
    const candidates = await new WritableEvidenceIn(layout).candidatesOf(subject.digest);
    expect(candidates).toMatchObject([{ form: 'simple-signing', store: 'layout' }]);
  });
});

describe('COSIGN_REPOSITORY', () => {
  afterEach(() => {
    delete process.env['COSIGN_REPOSITORY'];
  });

  it('names the very repository that holds the evidence', async () => {
    const own = { registry: 'ghcr.io', repository: 'acme/api' };
    expect(evidenceRepositoryOf({ ...own })).toEqual(own);
    process.env['COSIGN_REPOSITORY'] = 'registry.example.com/signatures';
    expect(evidenceRepositoryOf(own)).toEqual({
      registry: 'registry.example.com',
      repository: 'signatures',
    });
    process.env['COSIGN_REPOSITORY'] = 'not a reference';
    await refusal(() => evidenceRepositoryOf(own), 'reference/invalid');
  });
});
