import { createHash, type KeyObject } from 'node:crypto';
import { algorithmOf, type HashName, type KeyAlgorithm } from '../evidence/key-algorithm.js';
import { verifyBytes } from '../evidence/raw-signature.js';
import { Refused } from './refusal.js';
import { type SignedEvidence } from './signed-evidence.js';
import { type Subject } from './subject.js';

/** What a signature is compared with. */
export interface SignatureCheck {
  /** Digest of what was signed, by the hash whose digests have `bytes` bytes: as log entries record it. */
  signedDigest(bytes: number): Buffer | undefined;
  /** Verifies the signature under a key. @throws Refused `digest/unavailable`, `key/unsupported` */
  under(key: KeyObject): boolean;
}

const HASH_OF_LENGTH: Readonly<Record<number, HashName>> = { 32: 'sha256', 48: 'sha384', 64: 'sha512' };

/**
 * Prepares the comparison under some keys: over the signed bytes where they are known, else over the artifact's digest. The digest is always the
 * artifact's own, never the one that a bundle claims.
 */
export async function prepareSignatureCheck(
  { content, signature }: SignedEvidence,
  subject: Subject,
  keys: readonly KeyObject[],
): Promise<SignatureCheck> {
  const bytes = content.kind === 'message' ? subject.bytes : content.signed;
  // The curves in JavaScript take 30 ms to load, and most signatures never need them.
  const needsDigests =
    bytes === undefined || keys.some(({ asymmetricKeyType }) => asymmetricKeyType === 'ed25519');
  const verifyDigest = needsDigests ? (await import('../evidence/prehashed.js')).verifyDigest : () => false;
  const digestFor = (hash: HashName): Buffer | undefined => {
    if (content.kind !== 'message') return createHash(hash).update(content.signed).digest();
    const known = subject.digests[hash];
    return known === undefined ? undefined : Buffer.from(known, 'hex');
  };
  const known = new Map<KeyObject, boolean>();
  return {
    signedDigest: (length) => {
      const hash = HASH_OF_LENGTH[length];
      return hash === undefined ? undefined : digestFor(hash);
    },
    // Asked for once to choose the key, once by the library; the answer cannot change.
    under(key) {
      const verified = known.get(key) ?? verifiesUnder(key);
      known.set(key, verified);
      return verified;
    },
  };

  function verifiesUnder(key: KeyObject): boolean {
    const { id, accepts } = supported(key);
    if (bytes !== undefined && verifyBytes(key, bytes, signature)) return true;
    // With the bytes at hand only Ed25519 has another form left to try, the pre-hashed one.
    if (bytes !== undefined && id !== 'ed25519') return false;
    const hashes = accepts.filter((hash) => digestFor(hash) !== undefined);
    if (hashes.length === 0)
      throw new Refused(
        'digest/unavailable',
        `a key of kind ${id} signs ${accepts.join(' or ')}, but of the artifact only ${Object.keys(subject.digests).join(', ')} is known`,
      );
    return hashes.some((hash) => verifyDigest(key, hash, digestFor(hash) ?? Buffer.alloc(0), signature));
  }
}

function supported(key: KeyObject): KeyAlgorithm {
  try {
    return algorithmOf(key);
  } catch (error) {
    throw new Refused('key/unsupported', 'the key is of a kind that is not accepted', { cause: error });
  }
}
