import { createHash, type KeyObject } from 'node:crypto';
import { algorithmOf, type HashName } from '../evidence/key-algorithm.js';
import { verifyBytes } from '../evidence/raw-signature.js';
import { type SignedEvidence } from './signed-evidence.js';
import { Refused } from './refusal.js';
import { type Subject } from './subject.js';

/** What a signature is compared with. */
export interface SignatureCheck {
  /** Digest of what was signed, by a hash of `bytes` length: as log entries record it. */
  signedDigest(bytes: number): Buffer | undefined;
  /** Verifies the signature under a key. @throws Refused `digest/…`, `key/unsupported` */
  under(key: KeyObject): boolean;
}

const HASH_OF_LENGTH: Readonly<Record<number, HashName>> = { 32: 'sha256', 48: 'sha384', 64: 'sha512' };

/**
 * Prepares the comparison: over the signed bytes where the evidence holds them, else over the artifact's digest.
 * The digest is always the artifact's own, never the one that a bundle claims.
 */
export async function prepareSignatureCheck(
  { content, signature }: SignedEvidence,
  subject: Subject,
): Promise<SignatureCheck> {
  const { verifyDigest } = await import('../evidence/prehashed.js');
  const digestFor = (hash: HashName): Buffer | undefined => {
    if (content.kind !== 'message') return createHash(hash).update(content.signed).digest();
    const known = subject.digests[hash];
    return known === undefined ? undefined : Buffer.from(known, 'hex');
  };
  return {
    signedDigest: (bytes) => {
      const hash = HASH_OF_LENGTH[bytes];
      return hash === undefined ? undefined : digestFor(hash);
    },
    under(key) {
      const { id, hash } = supported(key);
      if (content.kind !== 'message' && verifyBytes(key, content.signed, signature)) return true;
      // Natively only Ed25519 has a second form, the pre-hashed one that cosign writes.
      if (content.kind !== 'message' && id !== 'ed25519') return false;
      const digest = digestFor(hash);
      if (digest === undefined)
        throw new Refused(
          'digest/unavailable',
          `a key of kind ${id} signs ${hash}, but only ${Object.keys(subject.digests).join(', ')} of the artifact is known`,
        );
      return verifyDigest(key, digest, signature);
    },
  };
}

function supported(key: KeyObject): ReturnType<typeof algorithmOf> {
  try {
    return algorithmOf(key);
  } catch (error) {
    throw new Refused('key/unsupported', 'the key is of a kind that is not accepted', { cause: error });
  }
}
