import { type KeyObject } from 'node:crypto';
import { AcgsError } from '../model/errors.js';

/** Digests that signatures and subjects use. */
export type HashName = 'sha256' | 'sha384' | 'sha512';

/** A key's kind with the digest that cosign signs with it (sigstore/architecture-docs, algorithm-registry.md). */
export interface KeyAlgorithm {
  readonly id: 'ecdsa-p256' | 'ecdsa-p384' | 'ecdsa-p521' | 'rsa' | 'ed25519';
  readonly hash: HashName;
}

const CURVES: Readonly<Record<string, KeyAlgorithm>> = {
  prime256v1: { id: 'ecdsa-p256', hash: 'sha256' },
  secp384r1: { id: 'ecdsa-p384', hash: 'sha384' },
  secp521r1: { id: 'ecdsa-p521', hash: 'sha512' },
};

/** Shorter RSA keys have been factored; longer ones only waste the verifier's time. */
const RSA_BITS = { least: 2048, most: 8192 };

/**
 * How a key signs. RSA is PKCS#1 v1.5 over SHA-256 whatever its size; Ed25519 is its pre-hashed form (RFC 8032, 5.1).
 * @throws AcgsError `key/invalid` for kinds that cosign does not use
 */
export function algorithmOf(key: KeyObject): KeyAlgorithm {
  const details = key.asymmetricKeyDetails;
  switch (key.asymmetricKeyType) {
    case 'ec': {
      const algorithm = CURVES[details?.namedCurve ?? ''];
      if (algorithm !== undefined) return algorithm;
      throw unsupported(`an elliptic curve key on ${details?.namedCurve ?? 'an unnamed curve'}`);
    }
    case 'rsa': {
      const bits = details?.modulusLength ?? 0;
      if (bits < RSA_BITS.least || bits > RSA_BITS.most) throw unsupported(`an RSA key of ${bits} bits`);
      return { id: 'rsa', hash: 'sha256' };
    }
    case 'ed25519':
      return { id: 'ed25519', hash: 'sha512' };
    default:
      throw unsupported(`a key of type ${key.asymmetricKeyType ?? 'unknown'}`);
  }
}

function unsupported(got: string): AcgsError {
  return new AcgsError(
    'key/invalid',
    `expected an ECDSA (P-256, P-384, P-521), RSA (2048 bits or more) or Ed25519 key, got ${got}`,
  );
}
