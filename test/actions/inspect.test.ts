import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { inspectImage } from '../../src/actions/inspect.js';
import { quoted, verifyLine } from '../../src/actions/inspect/signer-hint.js';
import { openImage, openLayoutImage } from '../../src/actions/open-image.js';
import { appendLegacyLayer, writeBundleReferrer } from '../../src/evidence/stores/write-evidence.js';
import { type Digest } from '../../src/model/digest.js';
import { Layout } from '../../src/registry/layout.js';
import { Repository } from '../../src/registry/repository.js';
import { FakeRegistry } from '../registry/fake-registry.js';
import { INDEX, MANIFEST, type Piece, seedImage, testImage, testReferrer } from '../registry/images.js';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const image = testImage();
const subject = image.root.descriptor;
const platform = (image.manifests[0] as Piece).descriptor;

/** A bundle that can be read, and that no verifier would accept. */
function bundleOf(digest: Digest, predicateType: string): Buffer {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ digest: { sha256: digest.slice(7) } }],
    predicateType,
    predicate: {},
  };
  return Buffer.from(
    JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: 'a2V5IGhpbnQ=' } },
      dsseEnvelope: {
        payload: Buffer.from(JSON.stringify(statement)).toString('base64'),
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ sig: 'AAAA' }],
      },
    }),
  );
}

const SIGN = 'https://sigstore.dev/cosign/sign/v1';
const SLSA = 'https://slsa.dev/provenance/v1';

describe('inspect', () => {
  it('shows everything attached, in every store, and judges nothing', async () => {
    const registry = await FakeRegistry.start();
    cleanUps.push(async () => await registry.close());
    seedImage(registry, 'acme/api', image, '1.0');
    const sink = new Repository(registry.host, 'acme/api');
    const created = '2026-01-01T00:00:00Z';
    await writeBundleReferrer(sink, subject, bundleOf(subject.digest, SIGN), {
      predicateType: SIGN,
      created,
    });
    await writeBundleReferrer(sink, platform, bundleOf(platform.digest, SLSA), {
      predicateType: SLSA,
      created,
    });
    await writeBundleReferrer(sink, subject, Buffer.from('{"not":"a bundle"}'), {
      predicateType: SIGN,
      created,
    });
    await appendLegacyLayer(sink, subject.digest, 'sig', {
      bytes: Buffer.from(
        JSON.stringify({
          critical: {
            identity: { 'docker-reference': 'x' },
            image: { 'docker-manifest-digest': subject.digest },
            type: 'cosign container image signature',
          },
          optional: null,
        }),
      ),
      mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
      annotations: { 'dev.cosignproject.cosign/signature': 'AAAA' },
    });
    const other = testReferrer(subject, 'a document', 'application/vnd.example.document');
    for (const { bytes } of other.blobs) registry.seedBlob(bytes);
    registry.seedManifest('acme/api', other.manifest.bytes, MANIFEST);

    const inspection = await inspectImage(await openImage(`${registry.host}/acme/api:1.0`));
    expect(inspection).toMatchObject({
      image: `${registry.host}/acme/api@${subject.digest}`,
      digest: subject.digest,
      mediaType: INDEX,
      platforms: [{ platform: 'linux/amd64' }, { platform: 'linux/arm64' }],
    });
    const seen = inspection.evidence.map(({ store, kind, predicateType, platform, problem }) =>
      [store, kind, predicateType ?? '', platform ?? '', problem?.code ?? ''].join(' ').trimEnd(),
    );
    expect(seen.sort()).toEqual(
      [
        `referrers signature ${SIGN}`,
        `referrers provenance ${SLSA} linux/amd64`,
        'referrers other   bundle/malformed',
        'referrers other',
        'legacy-tag signature',
      ].sort(),
    );
    expect(inspection.evidence.find(({ kind }) => kind === 'provenance')).toMatchObject({
      signer: { kind: 'public-key', hint: 'a2V5IGhpbnQ=' },
      created,
      logEntries: 0,
      timestamps: 0,
    });
    expect(inspection.verifyWith).toEqual([
      {
        command: `acgs verify --key cosign.pub ${registry.host}/acme/api@${subject.digest}`,
        verified: false,
      },
    ]);
  });

  it('looks where COSIGN_REPOSITORY says', async () => {
    const registry = await FakeRegistry.start();
    cleanUps.push(async () => {
      delete process.env['COSIGN_REPOSITORY'];
      await registry.close();
    });
    seedImage(registry, 'acme/api', image, '1.0');
    const evidence = new Repository(registry.host, 'signatures');
    const facts = { predicateType: SIGN, created: 'x' };
    await writeBundleReferrer(evidence, subject, bundleOf(subject.digest, SIGN), facts);
    const reference = `${registry.host}/acme/api:1.0`;
    expect((await inspectImage(await openImage(reference))).evidence).toEqual([]);
    process.env['COSIGN_REPOSITORY'] = evidence.name;
    expect((await inspectImage(await openImage(reference))).evidence).toMatchObject([{ kind: 'signature' }]);
  });

  it('names evidence whose bytes were changed, and shows the rest', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'acgs-inspect-'));
    cleanUps.push(async () => await rm(folder, { recursive: true, force: true }));
    const layout = await Layout.init(folder);
    for (const { descriptor, bytes } of image.blobs)
      await layout.putBlob(descriptor, () => Readable.from([bytes]));
    for (const { bytes } of image.manifests) await layout.putManifest(bytes, MANIFEST);
    await layout.putManifest(image.root.bytes, INDEX);
    await layout.addRoot(subject);
    const bundle = bundleOf(subject.digest, SIGN);
    await writeBundleReferrer(layout, subject, bundle, { predicateType: SIGN, created: 'x' });
    const { writeFile } = await import('node:fs/promises');
    const { digestOf } = await import('../../src/model/digest.js');
    const file = layout.blobs.path(digestOf(bundle));
    await writeFile(file, Buffer.concat([bundle.subarray(0, -1), Buffer.from(' ')]));
    const opened = await openLayoutImage(folder);
    const inspection = await inspectImage({ ...opened, argument: `--layout ${folder}` });
    expect(inspection.evidence).toMatchObject([
      { store: 'layout', kind: 'other', problem: { code: 'evidence/tampered' } },
    ]);
    expect(inspection.verifyWith).toEqual([]);
  });
});

describe('the verify line', () => {
  it('quotes what comes from the evidence', () => {
    const line = verifyLine(
      {
        kind: 'certificate',
        identity: "https://x/$(touch pwned)';rm -rf ~;'",
        issuer: 'https://token.actions.githubusercontent.com',
        notBefore: '',
        notAfter: '',
        claims: {},
      },
      'ghcr.io/acme/api@sha256:00',
    );
    expect(line).toBe(
      String.raw`acgs verify --certificate-identity 'https://x/$(touch pwned)'\'';rm -rf ~;'\''' --certificate-oidc-issuer https://token.actions.githubusercontent.com ghcr.io/acme/api@sha256:00`,
    );
    expect(quoted('a b')).toBe("'a b'");
    expect(quoted('')).toBe("''");
  });
});
