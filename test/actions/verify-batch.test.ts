import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signBlob } from '../../src/actions/sign-blob.js';
import { attestBlob } from '../../src/actions/attest-blob.js';
import { verifyBatch } from '../../src/actions/verify-batch.js';
import { verifyBlob } from '../../src/actions/verify-blob.js';
import { publicKeyPem } from '../../src/evidence/public-key.js';
import { signerOfKey } from '../../src/signing/choose-signer.js';
import { loadAnchors } from '../../src/trust/anchors.js';

const folder = mkdtempSync(join(tmpdir(), 'acgs-batch-'));
const at = (name: string): string => join(folder, name);
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = signerOfKey(privateKey, 'a key');
const policy = { kind: 'keys', keys: [publicKey] } as const;
const anchors = (): ReturnType<typeof loadAnchors> => loadAnchors();

beforeAll(async () => {
  writeFileSync(at('file'), 'content');
  writeFileSync(at('other'), 'other content');
  writeFileSync(at('cosign.pub'), publicKeyPem(publicKey));
  writeFileSync(at('broken.pub'), 'no key');
  await signBlob({ file: at('file'), signer });
  await attestBlob({ file: at('file'), predicateType: 'https://cyclonedx.org/bom', predicate: {}, signer });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a file', () => {
  it('is verified with the bundle beside it', async () => {
    expect(await verifyBlob({ artifact: at('file'), policy, anchors })).toMatchObject({
      verified: true,
      bundle: at('file.sigstore.json'),
    });
  });

  it('is not verified with the bundle of another', async () => {
    expect(
      await verifyBlob({ artifact: at('other'), bundle: at('file.sigstore.json'), policy, anchors }),
    ).toMatchObject({ verified: false, reason: { code: 'digest/mismatch' } });
  });

  it('is not attested by a predicate of another type', async () => {
    const bundle = at('file.intoto.sigstore.json');
    const of = { artifact: at('file'), bundle, policy, anchors };
    expect(await verifyBlob({ ...of, predicateType: 'https://cyclonedx.org/bom' })).toMatchObject({
      verified: true,
    });
    expect(await verifyBlob({ ...of, predicateType: 'https://cyclonedx.org/bom/v1' })).toMatchObject({
      reason: { code: 'predicate/mismatch' },
    });
  });

  it('is not attested by a signature alone', async () => {
    const of = { artifact: at('file'), policy, anchors };
    expect(await verifyBlob({ ...of, predicateType: 'https://cyclonedx.org/bom' })).toMatchObject({
      reason: { code: 'predicate/mismatch' },
    });
  });

  it.each([
    [
      'source/not-found',
      'a file that is not there',
      { artifact: at('none'), bundle: at('file.sigstore.json') },
    ],
    ['source/not-found', 'no bundle beside it', { artifact: at('other') }],
    ['source/not-found', 'a bundle that is not there', { artifact: at('file'), bundle: at('none.json') }],
    [
      'usage/invalid',
      'a digest that is too short',
      { artifact: 'sha256:abc', bundle: at('file.sigstore.json') },
    ],
  ])('%s: %s is a usage error', async (code, _name, of) => {
    await expect(verifyBlob({ ...of, policy, anchors })).rejects.toMatchObject({ code, exit: 2 });
  });
});

describe('a batch', () => {
  const lines = (...of: object[]): string => of.map((line) => JSON.stringify(line)).join('\n');
  const bundle = at('file.sigstore.json');

  it('judges each line, keys and trusted roots of their own included', async () => {
    const results = await verifyBatch(
      `${lines(
        { artifact: at('file') },
        { artifact: at('other'), bundle },
        { artifact: at('file'), key: at('broken.pub') },
        { artifact: at('file'), certificateIdentity: 'a', certificateOidcIssuer: 'b' },
      )}\n\n`,
      { signer: { key: at('cosign.pub') } },
    );
    expect(results).toMatchObject([
      { verified: true },
      { verified: false, reason: { code: 'digest/mismatch' } },
      { verified: false, failure: { code: 'key/invalid' } },
      { verified: false, reason: { code: 'key/kind' } },
    ]);
  });

  it('of nothing is no success', async () => {
    await expect(verifyBatch('\n')).rejects.toMatchObject({ code: 'verify/nothing', exit: 4 });
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no artifact', '{"bundle":"x"}'],
    ['an unknown key', '{"artifact":"x","idenity":"y"}'],
    ['a value that is no text', '{"artifact":7}'],
  ])('with %s in a line is a usage error', async (_name, line) => {
    await expect(verifyBatch(line)).rejects.toMatchObject({ code: 'usage/invalid', exit: 2 });
  });

  it('without anybody to trust is a usage error', async () => {
    await expect(verifyBatch(lines({ artifact: at('file') }))).rejects.toMatchObject({
      code: 'verify/no-identity',
    });
  });
});
