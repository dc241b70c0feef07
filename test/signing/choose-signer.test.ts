import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest';
import { encryptKey } from '../../src/evidence/key-file.js';
import { keyHint } from '../../src/evidence/public-key.js';
import { chooseSigner } from '../../src/signing/choose-signer.js';
import { keyPassword } from '../../src/signing/key-password.js';
import { parseKeyReference } from '../../src/signing/load-key.js';
import { signMessage } from '../../src/signing/sign-content.js';
import { forgetSecrets, redact } from '../../src/system/redaction.js';

const folder = mkdtempSync(join(tmpdir(), 'acgs-signer-'));
const path = join(folder, 'cosign.key');
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PASSWORD = 'canary password';

beforeAll(async () => {
  writeFileSync(path, await encryptKey(privateKey, PASSWORD));
});
afterEach(() => {
  delete process.env['COSIGN_PASSWORD'];
  delete process.env['ACGS_TEST_KEY'];
  forgetSecrets();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('who signs', () => {
  it('is nobody without a key', async () => {
    expect(await chooseSigner({})).toBeUndefined();
  });

  it('is the key of a file', async () => {
    process.env['COSIGN_PASSWORD'] = PASSWORD;
    const signer = await chooseSigner({ key: path });
    expect(signer?.description).toBe(path);
    expect(signer?.signedBy).toMatchObject({ kind: 'key' });
    expect(signer?.signedBy.kind === 'key' ? keyHint(signer.signedBy.publicKey) : '').toBe(
      keyHint(publicKey),
    );
  });

  it('is the key of an environment variable', async () => {
    process.env['COSIGN_PASSWORD'] = '';
    process.env['ACGS_TEST_KEY'] = await encryptKey(privateKey, '');
    expect((await chooseSigner({ key: 'env://ACGS_TEST_KEY' }))?.description).toBe('env://ACGS_TEST_KEY');
  });

  it.each([
    ['key/not-found', 2, join(folder, 'none.key')],
    ['key/not-found', 2, 'env://ACGS_TEST_NO_SUCH_VARIABLE'],
    ['key/password', 2, path],
    ['tool/missing', 5, 'awskms:///alias/x'],
  ])('%s (exit %i): %s', async (code, exit, key) => {
    process.env['COSIGN_PASSWORD'] = 'wrong password';
    await expect(chooseSigner({ key })).rejects.toMatchObject({ code, exit });
  });

  it('keeps the password out of everything that is shown', async () => {
    process.env['COSIGN_PASSWORD'] = PASSWORD;
    await chooseSigner({ key: path });
    expect(redact(`before ${PASSWORD} after`)).toBe('before *** after');
  });
});

describe('the password', () => {
  it('counts when it is set but empty, as in cosign', async () => {
    process.env['COSIGN_PASSWORD'] = '';
    expect(await keyPassword('?')).toBe('');
  });

  it('is never read from standard input: without terminal and variable it is an error', async () => {
    await expect(keyPassword('?')).rejects.toMatchObject({ code: 'key/password', exit: 2 });
  });
});

describe('--key', () => {
  it.each([
    ['cosign.key', { kind: 'file', path: 'cosign.key' }],
    ['C:/keys/cosign.key', { kind: 'file', path: 'C:/keys/cosign.key' }],
    ['env://KEY', { kind: 'environment', variable: 'KEY' }],
    ['gcpkms://projects/x', { kind: 'kms', uri: 'gcpkms://projects/x', plugin: 'gcpkms' }],
  ])('%s', (text, reference) => {
    expect(parseKeyReference(text)).toEqual(reference);
  });
});

describe('witnesses', () => {
  it('all vouch or nothing is signed', async () => {
    process.env['COSIGN_PASSWORD'] = PASSWORD;
    const signer = await chooseSigner({ key: path });
    if (signer === undefined) throw new Error('no signer');
    const down = { testify: () => Promise.reject(new Error('the log is down')) };
    const up = {
      testify: () => Promise.resolve({ rfc3161Timestamps: [{ signedTimestamp: Buffer.from('t') }] }),
    };
    await expect(signMessage(Buffer.from('x'), { ...signer, witnesses: [up, down] })).rejects.toThrow(
      'the log is down',
    );
    const bundle: unknown = JSON.parse(
      (await signMessage(Buffer.from('x'), { ...signer, witnesses: [up] })).toString(),
    );
    expect(bundle).toMatchObject({
      verificationMaterial: {
        timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: 'dA==' }] },
      },
    });
  });
});
