import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attestStatement } from '../../src/actions/attest.js';
import { openLayoutImage } from '../../src/actions/open-image.js';
import { signImage } from '../../src/actions/sign.js';
import { type ImageVerification, verifyImage, type VerifyOptions } from '../../src/actions/verify.js';
import { PREDICATE } from '../../src/model/predicate-types.js';
import { STATEMENT_V1, type Statement } from '../../src/model/statement.js';
import { Layout } from '../../src/registry/layout.js';
import { signerOfKey } from '../../src/signing/choose-signer.js';
import { parseRequirements } from '../../src/verification/requirements.js';
import { putTestImage, type TestImage } from './test-image.js';

const folder = mkdtempSync(join(tmpdir(), 'acgs-verify-'));
const layout = join(folder, 'image');
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signer = signerOfKey(privateKey, 'a key');
const options: VerifyOptions = {
  policy: { kind: 'keys', keys: [publicKey] },
  anchors: () => Promise.reject(new Error('no authority is needed for a key')),
  recursive: true,
  require: parseRequirements('signature,cyclonedx'),
  constitutionalHash: 'cdd01ef066bc6cf2',
};
let image: TestImage;

const verify = async (of: string = layout, bend: Partial<VerifyOptions> = {}): Promise<ImageVerification> =>
  await verifyImage(await openLayoutImage(of), { ...options, ...bend });

beforeAll(async () => {
  image = await putTestImage(await Layout.init(layout), 'layout');
  const opened = await openLayoutImage(layout);
  await signImage(opened, { signer, recursive: true });
  for (const { manifest } of image.platforms) {
    const statement: Statement = {
      _type: STATEMENT_V1,
      subject: [image.index, manifest].map((digest) => ({ name: 'x', digest: { sha256: digest.slice(7) } })),
      predicateType: PREDICATE.cyclonedx,
      predicate: { bomFormat: 'CycloneDX' },
    };
    const targets = [opened.root.descriptor, (await opened.source.getManifest(manifest)).descriptor];
    await attestStatement(opened, statement, targets, signer);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a signed and attested image in a layout', () => {
  it('is verified: index, platforms, every requirement, every blob', async () => {
    const verification = await verify();
    expect(verification).toMatchObject({ verified: true, digest: image.index, hashed: { manifests: 10 } });
    expect(
      verification.subjects.map(({ platform, evidence }) => [platform, evidence.map(({ kind }) => kind)]),
    ).toEqual([
      [undefined, ['signature', 'sbom', 'sbom']],
      ['linux/amd64', ['signature', 'sbom']],
      ['linux/arm64', ['signature', 'sbom']],
    ]);
  });

  it('is not verified where a kind of evidence is missing', async () => {
    expect(await verify(layout, { require: parseRequirements('signature,vuln') })).toMatchObject({
      verified: false,
      failure: { code: 'verify/failed', message: expect.stringContaining('no verified vuln') },
    });
  });

  it('asks of the platforms what is asked of them, and no less', async () => {
    const asked = { require: parseRequirements('signature,cyclonedx') };
    const signed = { ...asked, requireOfPlatforms: parseRequirements('signature') };
    expect(await verify(layout, signed)).toMatchObject({ verified: true });
    expect(await verify(layout, { ...asked, requireOfPlatforms: parseRequirements('vuln') })).toMatchObject({
      verified: false,
      failure: { message: expect.stringMatching(/linux\/amd64.*no verified vuln/) },
    });
  });

  it('is not verified under another key, and says why for each candidate', async () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    const verification = await verify(layout, { policy: { kind: 'keys', keys: [stranger] } });
    expect(verification).toMatchObject({ verified: false, failure: { code: 'verify/failed' } });
    expect(verification.subjects.flatMap(({ refused }) => refused.map(({ reason }) => reason.code))).toEqual(
      Array.from({ length: 7 }, () => 'key/mismatch'),
    );
  });

  it('is not verified where a label has another value', async () => {
    expect(await verify(layout, { constitutionalHash: '0000000000000000' })).toMatchObject({
      verified: false,
      failure: { message: expect.stringContaining('got cdd01ef066bc6cf2') },
    });
  });
});

describe('one changed byte', () => {
  const blobs = (): string[] => readdirSync(join(layout, 'blobs', 'sha256'));

  it('in any blob at all is found, and the blob named', async () => {
    const names = blobs();
    expect(names.length).toBeGreaterThanOrEqual(15);
    for (const name of names) {
      const copy = join(folder, `copy-${name}`);
      cpSync(layout, copy, { recursive: true });
      const path = join(copy, 'blobs', 'sha256', name);
      const bytes = readFileSync(path);
      const at = Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(path, bytes);
      const verification = await verifyOrError(copy);
      expect(verification.code).toBe('evidence/tampered');
      expect(verification.message).toContain(name);
      rmSync(copy, { recursive: true });
    }
  }, 30_000);

  it('so is a blob that is gone', async () => {
    for (const name of blobs()) {
      const copy = join(folder, `without-${name}`);
      cpSync(layout, copy, { recursive: true });
      rmSync(join(copy, 'blobs', 'sha256', name));
      expect((await verifyOrError(copy)).code).not.toBe('none');
      rmSync(copy, { recursive: true });
    }
  }, 30_000);

  /** What ends the verification of a broken layout: a failure in the document, or an error with exit code 4 on opening. */
  async function verifyOrError(of: string): Promise<{ code: string; message: string }> {
    try {
      return (await verify(of)).failure ?? { code: 'none', message: '' };
    } catch (error) {
      return error as { code: string; message: string };
    }
  }
});

describe('an image that lacks evidence', () => {
  it('is not verified with nothing attached', async () => {
    const bare = join(folder, 'bare');
    await putTestImage(await Layout.init(bare), 'bare');
    expect(await verify(bare)).toMatchObject({ verified: false, failure: { code: 'verify/nothing' } });
  });

  it('is not verified where one platform is not signed', async () => {
    const partly = join(folder, 'partly');
    await putTestImage(await Layout.init(partly), 'partly');
    const opened = await openLayoutImage(partly);
    await signImage(opened, { signer, recursive: false });
    expect(await verify(partly, { require: parseRequirements('signature'), recursive: false })).toMatchObject(
      {
        verified: true,
      },
    );
    expect(await verify(partly, { require: parseRequirements('signature') })).toMatchObject({
      verified: false,
      failure: { message: expect.stringContaining('linux/amd64') },
    });
  });

  it('does not pass with the signature of another image attached to it', async () => {
    const swapped = join(folder, 'swapped');
    const layoutOf = await Layout.init(swapped);
    await putTestImage(layoutOf, 'swapped');
    const original = await openLayoutImage(layout);
    const [signature] = await original.evidence.candidatesOf(image.index);
    const opened = await openLayoutImage(swapped);
    if (signature?.form !== 'bundle') throw new Error('expected a bundle');
    await opened.evidence.attachBundle(opened.root.descriptor, signature.bytes, {
      predicateType: PREDICATE.cosignSign,
      created: '2026-01-01T00:00:00Z',
    });
    expect(await verify(swapped, { recursive: false })).toMatchObject({
      verified: false,
      subjects: [{ refused: [{ reason: { code: 'subject/mismatch' } }] }],
    });
  });
});
