import { constants, createHash, type KeyObject, publicDecrypt } from 'node:crypto';
import { eddsa } from '@noble/curves/abstract/edwards.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { algorithmOf, type HashName } from './key-algorithm.js';

/**
 * Signatures over a ready digest, which node:crypto cannot verify: a bundle is checked against `sha256:…` without the file,
 * and a large file is hashed once, streamed. Loaded only when needed (it brings the curves in JavaScript).
 */

/** DigestInfo prefixes of PKCS#1 v1.5 (RFC 8017, 9.2 note 1). */
const DIGEST_INFO: Readonly<Record<HashName, Buffer>> = {
  sha256: Buffer.from('3031300d060960864801650304020105000420', 'hex'),
  sha384: Buffer.from('3041300d060960864801650304020205000430', 'hex'),
  sha512: Buffer.from('3051300d060960864801650304020305000440', 'hex'),
};

const DIGEST_BYTES: Readonly<Record<HashName, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/** ECDSA over a digest, DER, high s allowed: Go and OpenSSL both write it. */
const ECDSA = { prehash: false, lowS: false, format: 'der' } as const;

/** Ed25519ph whose message is SHA-512 of it already: dom2 with flag 1 and no context (RFC 8032, 5.1). */
const ED25519PH_OF_DIGEST = eddsa(
  ed25519.Point,
  (message: Uint8Array) => createHash('sha512').update(message).digest(),
  {
    domain: (data: Uint8Array, context: Uint8Array) =>
      Buffer.concat([
        Buffer.from('SigEd25519 no Ed25519 collisions'),
        Buffer.of(1, context.length),
        context,
        data,
      ]),
    prehash: (digest: Uint8Array) => digest,
  },
);

/**
 * Verifies a signature over a digest made with `hash`; Ed25519 is then Ed25519ph. False too for a hash that does not go with the
 * key, a malformed signature, or a digest of another length: all are invalid, none is an error.
 */
export function verifyDigest(
  key: KeyObject,
  hash: HashName,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { id, accepts } = algorithmOf(key);
  if (!accepts.includes(hash) || digest.length !== DIGEST_BYTES[hash]) return false;
  try {
    switch (id) {
      case 'ecdsa-p256':
        return p256.verify(signature, digest, ecPoint(key), ECDSA);
      case 'ecdsa-p384':
        return p384.verify(signature, digest, ecPoint(key), ECDSA);
      case 'ecdsa-p521':
        return p521.verify(signature, digest, ecPoint(key), ECDSA);
      case 'rsa':
        return publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature).equals(
          Buffer.concat([DIGEST_INFO[hash], digest]),
        );
      case 'ed25519':
        return ED25519PH_OF_DIGEST.verify(signature, digest, Buffer.from(coordinate(key, 'x')));
    }
  } catch {
    // Malformed DER, a point not on the curve, wrong padding: all are invalid signatures.
    return false;
  }
}

/** Uncompressed SEC1 point. */
function ecPoint(key: KeyObject): Buffer {
  return Buffer.concat([Buffer.of(4), coordinate(key, 'x'), coordinate(key, 'y')]);
}

function coordinate(key: KeyObject, name: 'x' | 'y'): Buffer {
  return Buffer.from(key.export({ format: 'jwk' })[name] ?? '', 'base64url');
}
