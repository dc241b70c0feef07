import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { ed25519ph } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { algorithmOf, type HashName } from '../../src/evidence/key-algorithm.js';
import { verifyDigest } from '../../src/evidence/prehashed.js';
import { signBytes, verifyBytes } from '../../src/evidence/raw-signature.js';

const KEYS = {
  'ecdsa-p256': generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  'ecdsa-p384': generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  'ecdsa-p521': generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  ed25519: generateKeyPairSync('ed25519').privateKey,
} satisfies Record<string, KeyObject>;
const data = Buffer.from('the bytes that are signed');
const digestBy = (hash: HashName, of: string | Buffer = data): Buffer => createHash(hash).update(of).digest();

/** As an independent implementation signs Ed25519ph. */
function prehashed(key: KeyObject): Buffer {
  return Buffer.from(ed25519ph.sign(data, Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url')));
}

describe.each(Object.entries(KEYS))('a signature by %s', (id, key) => {
  const publicKey = createPublicKey(key);

  it('verifies over the bytes', () => {
    expect(algorithmOf(publicKey).id).toBe(id);
    expect(verifyBytes(publicKey, data, signBytes(key, data))).toBe(true);
    expect(verifyBytes(publicKey, Buffer.from('other'), signBytes(key, data))).toBe(false);
  });

  it('verifies over each digest that goes with the key, and no other', () => {
    const { accepts } = algorithmOf(publicKey);
    for (const hash of ['sha256', 'sha384', 'sha512'] as const) {
      const signature = id === 'ed25519' ? prehashed(key) : sign(hash, data, key);
      expect(verifyDigest(publicKey, hash, digestBy(hash), signature)).toBe(accepts.includes(hash));
      expect(verifyDigest(publicKey, hash, digestBy(hash, 'other'), signature)).toBe(false);
      expect(verifyDigest(publicKey, hash, digestBy(hash).subarray(1), signature)).toBe(false);
    }
  });

  it('does not verify when a byte of it is changed or it is cut', () => {
    const hash = algorithmOf(publicKey).accepts[0] ?? 'sha256';
    const signature = id === 'ed25519' ? prehashed(key) : sign(hash, data, key);
    fc.assert(
      fc.property(fc.nat(signature.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const broken = Buffer.from(signature);
        broken[at] = (broken[at] ?? 0) ^ flip;
        expect(verifyDigest(publicKey, hash, digestBy(hash), broken)).toBe(false);
        expect(verifyDigest(publicKey, hash, digestBy(hash), signature.subarray(0, at))).toBe(false);
        expect(verifyBytes(publicKey, data, broken)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('does not verify under a key of another kind', () => {
    const other = Object.entries(KEYS).find(([name]) => name !== id)?.[1] ?? key;
    expect(verifyBytes(createPublicKey(other), data, signBytes(key, data))).toBe(false);
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
