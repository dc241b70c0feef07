import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decryptKey, encryptKey, isEncryptedKey } from '../../src/evidence/key-file.js';
import { pemBlocks, toPem } from '../../src/evidence/pem.js';
import { keyHint } from '../../src/evidence/public-key.js';

const LABEL = 'ENCRYPTED SIGSTORE PRIVATE KEY';
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const text = await encryptKey(key, 'correct horse');

/** The key file with some fields of its JSON replaced. */
function altered(change: (body: Record<string, never>) => void, label = LABEL): string {
  const body = JSON.parse(pemBlocks(text)[0]?.bytes.toString() ?? '') as Record<string, never>;
  change(body);
  return toPem(label, Buffer.from(JSON.stringify(body)));
}

describe('the key file', () => {
  it('has cosign’s label, JSON fields and sizes', () => {
    const [block] = pemBlocks(text);
    expect(block?.label).toBe(LABEL);
    expect(JSON.parse(block?.bytes.toString() ?? '')).toMatchObject({
      kdf: { name: 'scrypt', params: { N: 65536, r: 8, p: 1 }, salt: expect.stringMatching(/^[\w+/]{43}=$/) },
      cipher: { name: 'nacl/secretbox', nonce: expect.stringMatching(/^[\w+/]{32}$/) },
      ciphertext: expect.any(String),
    });
    expect(isEncryptedKey(text)).toBe(true);
  });

  it('opens with its password', async () => {
    const opened = await decryptKey(text, 'correct horse');
    expect(keyHint(createPublicKey(opened))).toBe(keyHint(createPublicKey(key)));
  });

  it('opens under the older label too', async () => {
    const older = altered(() => undefined, 'ENCRYPTED COSIGN PRIVATE KEY');
    expect((await decryptKey(older, 'correct horse')).type).toBe('private');
  });

  it('opens with an empty password if that was used', async () => {
    expect((await decryptKey(await encryptKey(key, ''), '')).type).toBe('private');
  });

  it('refuses a wrong password as a usage error', async () => {
    await expect(decryptKey(text, 'wrong')).rejects.toMatchObject({ code: 'key/password', exit: 2 });
  });

  it('refuses a changed ciphertext', async () => {
    const broken = altered((body) => {
      const ciphertext = Buffer.from(body['ciphertext'] ?? '', 'base64');
      ciphertext[20] = (ciphertext[20] ?? 0) ^ 1;
      Object.assign(body, { ciphertext: ciphertext.toString('base64') });
    });
    await expect(decryptKey(broken, 'correct horse')).rejects.toMatchObject({ code: 'key/password' });
  });

  it.each([
    [
      'a cost that would take gigabytes',
      { kdf: { name: 'scrypt', params: { N: 2 ** 24, r: 8, p: 1 }, salt: 'AAAAAAAAAAAAAAAAAAAAAAAA' } },
    ],
    [
      'another r',
      { kdf: { name: 'scrypt', params: { N: 65536, r: 16, p: 1 }, salt: 'AAAAAAAAAAAAAAAAAAAAAAAA' } },
    ],
    ['another key derivation', { kdf: { name: 'pbkdf2', params: {}, salt: '' } }],
    ['another cipher', { cipher: { name: 'aes', nonce: '' } }],
    ['a short nonce', { cipher: { name: 'nacl/secretbox', nonce: 'AAAA' } }],
    ['no ciphertext', { ciphertext: '' }],
    ['a field of another type', { ciphertext: 7 }],
    ['null where an object is due', { kdf: null }],
  ])('refuses %s as content', async (_name, fields) => {
    const broken = altered((body) => Object.assign(body, fields));
    await expect(decryptKey(broken, 'correct horse')).rejects.toMatchObject({ code: 'key/invalid', exit: 4 });
  });

  it.each([
    ['no PEM', 'hello'],
    ['no JSON', toPem(LABEL, Buffer.from('{'))],
    ['another label', toPem('PRIVATE KEY', Buffer.from('{}'))],
  ])('refuses %s', async (_name, broken) => {
    await expect(decryptKey(broken, 'x')).rejects.toMatchObject({ code: 'key/invalid' });
  });
});
