import { type KeyObject, sign, verify } from 'node:crypto';
import { algorithmOf } from './key-algorithm.js';

/**
 * Signs bytes with the digest that cosign uses for the key's kind.
 * @returns DER for ECDSA, PKCS#1 v1.5 for RSA, Ed25519ph for Ed25519
 * @throws AcgsError `key/invalid` for a key of another kind
 */
export async function signBytes(key: KeyObject, data: Uint8Array): Promise<Buffer> {
  const { id, hash } = algorithmOf(key);
  if (id !== 'ed25519') return sign(hash, data, key);
  const { signEd25519ph } = await import('./prehashed.js');
  return signEd25519ph(key, data);
}

/**
 * Verifies a signature over bytes natively. Ed25519 is here its plain form (RFC 8032, 5.1); the pre-hashed one, and whatever
 * starts from a digest, is `verifyDigest` of prehashed.ts.
 */
export function verifyBytes(key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  const { id, hash } = algorithmOf(key);
  try {
    return verify(id === 'ed25519' ? null : hash, data, key, signature);
  } catch {
    // OpenSSL throws for some malformed signatures and answers false for others: both are invalid.
    return false;
  }
}
