import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { ed25519ph } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { algorithmOf } from '../../src/evidence/key-algorithm.js';
import { verifyDigest } from '../../src/evidence/prehashed.js';
import { signBytes, verifyBytes } from '../../src/evidence/raw-signature.js';

const KEYS: Record<string, KeyObject> = {
  'ecdsa-p256': generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  'ecdsa-p384': generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  'ecdsa-p521': generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  ed25519: generateKeyPairSync('ed25519').privateKey,
};
const data = Buffer.from('the bytes that are signed');

describe.each(Object.entries(KEYS))('a signature by %s', (id, key) => {
  const publicKey = createPublicKey(key);
  const { hash } = algorithmOf(key);
  const digest = createHash(hash).update(data).digest();

  it('names its algorithm', () => {
    expect(algorithmOf(publicKey).id).toBe(id);
  });

  it('verifies over the digest alone', async () => {
    expect(verifyDigest(publicKey, digest, await signBytes(key, data))).toBe(true);
  });

  it('verifies over the bytes natively, but for Ed25519ph', async () => {
    expect(verifyBytes(publicKey, data, await signBytes(key, data))).toBe(id !== 'ed25519');
  });

  it('does not verify over another digest, nor over one of another length', async () => {
    const signature = await signBytes(key, data);
    expect(verifyDigest(publicKey, createHash(hash).update('other').digest(), signature)).toBe(false);
    expect(verifyDigest(publicKey, digest.subarray(1), signature)).toBe(false);
  });

  it('does not verify when a byte of it is changed or it is cut', async () => {
    const signature = await signBytes(key, data);
    fc.assert(
      fc.property(fc.nat(signature.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const broken = Buffer.from(signature);
        broken[at] = (broken[at] ?? 0) ^ flip;
        expect(verifyDigest(publicKey, digest, broken)).toBe(false);
        expect(verifyDigest(publicKey, digest, signature.subarray(0, at))).toBe(false);
        expect(verifyBytes(publicKey, data, broken)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('does not verify under another key of the same kind', async () => {
    const signature = await signBytes(key, data);
    const other = Object.entries(KEYS).find(([name]) => name !== id)?.[1];
    expect(verifyDigest(createPublicKey(other ?? key), digest, signature)).toBe(false);
  });
});

describe('Ed25519', () => {
  it('is written pre-hashed, as an independent implementation reads it', async () => {
    const key = KEYS['ed25519'];
    if (key === undefined) throw new Error('no key');
    const point = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url');
    expect(ed25519ph.verify(await signBytes(key, data), data, point)).toBe(true);
  });
});

describe('keys that are refused', () => {
  it.each([
    ['an RSA key of 1024 bits', generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey],
    ['secp256k1', generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey],
    ['x25519', generateKeyPairSync('x25519').publicKey],
  ])('%s', (_name, key) => {
    expect(() => algorithmOf(key)).toThrow(expect.objectContaining({ code: 'key/invalid', exit: 4 }));
  });
});
