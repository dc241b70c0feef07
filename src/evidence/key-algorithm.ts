import { type KeyObject } from 'node:crypto';
import { AcgsError } from '../model/errors.js';

/** Digests that signatures and subjects use. */
export type HashName = 'sha256' | 'sha384' | 'sha512';

/** A key's kind, and the digests that go with it. */
export interface KeyAlgorithm {
  readonly id: 'ecdsa-p256' | 'ecdsa-p384' | 'ecdsa-p521' | 'rsa' | 'ed25519';
  /**
   * What is signed with: SHA-256 on every curve, because `cosign verify --key` (2.5 and 3.1) and `@sigstore/verify` accept
   * nothing else. Ed25519 hashes by itself; the name is that of a bundle's message digest.
   */
  readonly signs: HashName;
  /**
   * What is accepted: also the digest that the algorithm registry gives the curve, with which `cosign sign` 3.1 signs
   * (sigstore/architecture-docs, algorithm-registry.md). For Ed25519 that of its pre-hashed form.
   */
  readonly accepts: readonly HashName[];
}

const CURVES: Readonly<Record<string, KeyAlgorithm>> = {
  prime256v1: { id: 'ecdsa-p256', signs: 'sha256', accepts: ['sha256'] },
  secp384r1: { id: 'ecdsa-p384', signs: 'sha256', accepts: ['sha384', 'sha256'] },
  secp521r1: { id: 'ecdsa-p521', signs: 'sha256', accepts: ['sha512', 'sha256'] },
};

/** Shorter RSA keys have been factored; longer ones only waste the verifier's time. */
const RSA_BITS = { least: 2048, most: 8192 };

/**
 * How a key signs, and which signatures by it are accepted. RSA is PKCS#1 v1.5 over SHA-256 whatever its size.
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
      return { id: 'rsa', signs: 'sha256', accepts: ['sha256'] };
    }
    case 'ed25519':
      return { id: 'ed25519', signs: 'sha256', accepts: ['sha512'] };
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
