import { type KeyObject, sign, verify } from 'node:crypto';
import { algorithmOf } from './key-algorithm.js';

/**
 * Signs bytes so that every verifier accepts it ({@link algorithmOf}).
 * @returns DER for ECDSA, PKCS#1 v1.5 for RSA, plain Ed25519
 * @throws AcgsError `key/invalid` for a key of another kind
 */
export function signBytes(key: KeyObject, data: Uint8Array): Buffer {
  const { id, signs } = algorithmOf(key);
  return sign(id === 'ed25519' ? null : signs, data, key);
}

/**
 * Verifies a signature over bytes with any digest that goes with the key; Ed25519 in its plain form. Its pre-hashed form, and
 * whatever starts from a digest, is `verifyDigest` of prehashed.ts.
 */
export function verifyBytes(key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  const { id, accepts } = algorithmOf(key);
  try {
    if (id === 'ed25519') return verify(null, data, key, signature);
    return accepts.some((hash) => verify(hash, data, key, signature));
  } catch {
    // OpenSSL throws for some malformed signatures and answers false for others: both are invalid.
    return false;
  }
}
