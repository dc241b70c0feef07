import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { EvidenceIn } from '../../../src/evidence/stores/evidence-in.js';
import { fallbackTag } from '../../../src/registry/fallback-index.js';
import { Repository } from '../../../src/registry/repository.js';
import { FakeRegistry } from '../../registry/fake-registry.js';
import { INDEX, MANIFEST, piece, seedImage, testImage } from '../../registry/images.js';

const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const EMPTY = 'application/vnd.oci.empty.v1+json';
const PROVENANCE = 'https://slsa.dev/provenance/v1';
const image = testImage();
const subject = image.root.descriptor;
let registry: FakeRegistry;
afterEach(async () => {
  await registry.close();
});

/** What GitHub's action `attest` pushes beside an image (actions/attest, src/attest.ts; @sigstore/oci): times have milliseconds. */
async function attestAsGithub(
  repository: Repository,
): Promise<{ bytes: Buffer; digest: string; size: number }> {
  const bundle = piece('{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}', BUNDLE);
  const config = piece('{}', EMPTY);
  for (const { bytes, descriptor } of [config, bundle])
    await repository.putBlob(descriptor, () => Readable.from([bytes]));
  const manifest = piece(
    {
      schemaVersion: 2,
      mediaType: MANIFEST,
      artifactType: BUNDLE,
      config: config.descriptor,
      layers: [bundle.descriptor],
      subject,
      annotations: {
        'org.opencontainers.image.created': '2026-03-01T12:00:00.123Z',
        'dev.sigstore.bundle.content': 'dsse-envelope',
        'dev.sigstore.bundle.predicateType': PROVENANCE,
      },
    },
    MANIFEST,
  );
  await repository.putManifest(manifest.bytes, MANIFEST);
  return { bytes: manifest.bytes, ...manifest.descriptor };
}

describe('an attestation that GitHub pushed', () => {
  it.each([
    ['by the referrers API', true],
    ['under the fallback tag, where an older tool listed it without annotations and as empty', false],
  ])('is found %s', async (_how, referrers) => {
    registry = await FakeRegistry.start({ referrers });
    seedImage(registry, 'acme/api', image);
    const repository = new Repository(registry.host, 'acme/api');
    const { digest, size } = await attestAsGithub(repository);
    if (!referrers) {
      const listed = { mediaType: MANIFEST, digest, size, artifactType: EMPTY };
      const index = piece({ schemaVersion: 2, mediaType: INDEX, manifests: [listed] }, INDEX);
      await repository.putManifest(index.bytes, INDEX);
      await repository.setTag(fallbackTag(subject.digest), index.descriptor.digest);
    }
    expect(await new EvidenceIn(repository).candidatesOf(subject.digest)).toMatchObject([
      {
        form: 'bundle',
        store: referrers ? 'referrers' : 'fallback-tag',
        manifest: digest,
        announced: PROVENANCE,
      },
    ]);
  });
});
