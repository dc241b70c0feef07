import { createHash, type KeyObject } from 'node:crypto';
import { type SignedEntity, VerificationError, Verifier } from '@sigstore/verify';
import { type TrustAnchors } from '../trust/trust-anchors.js';
import { Refused, type RefusalCode } from './refusal.js';
import { type SignatureCheck } from './signature-check.js';
import { type SignedEvidence } from './signed-evidence.js';
import { type Thresholds } from './thresholds.js';

/** What `@sigstore/verify` says went wrong, in our words. */
const CODES: Readonly<Record<VerificationError['code'], RefusalCode>> = {
  NOT_IMPLEMENTED_ERROR: 'bundle/malformed',
  TLOG_ERROR: 'log/missing',
  TLOG_INCLUSION_PROOF_ERROR: 'log/untrusted',
  TLOG_INCLUSION_PROMISE_ERROR: 'log/untrusted',
  TLOG_MISSING_INCLUSION_ERROR: 'log/untrusted',
  TLOG_BODY_ERROR: 'log/mismatch',
  CERTIFICATE_ERROR: 'certificate/untrusted',
  PUBLIC_KEY_ERROR: 'key/mismatch',
  SIGNATURE_ERROR: 'signature/invalid',
  TIMESTAMP_ERROR: 'timestamp/invalid',
};

/**
 * Log inclusion, what the log entries speak of, and the signature, by `@sigstore/verify`. Certificates and times are checked before
 * (checkCertificate, checkTimestamps), so it is given a bare key and no times. Its signature content is ours, so that a digest alone is enough and
 * every kind of key is known.
 * @param key the certificate's, or the policy's that was chosen
 * @throws Refused
 */
export function checkWithSigstore(
  evidence: SignedEvidence,
  check: SignatureCheck,
  anchors: TrustAnchors,
  thresholds: Thresholds,
  key: KeyObject,
): void {
  const verifier = new Verifier(
    { ...anchors, publicKey: () => ({ publicKey: key, validFor: () => true }) },
    { tlogThreshold: thresholds.logs, timestampThreshold: 0 },
  );
  try {
    verifier.verify(toEntity(evidence, check));
  } catch (error) {
    if (error instanceof Refused) throw error;
    if (error instanceof VerificationError)
      throw new Refused(CODES[error.code], error.message, { cause: error });
    // The libraries' parsers throw plain errors for malformed ASN.1 and JSON; a crash must never pass for success.
    throw new Refused('bundle/malformed', 'a part of the evidence cannot be read', { cause: error });
  }
}

function toEntity({ content, signature, logEntries }: SignedEvidence, check: SignatureCheck): SignedEntity {
  const same = (expected: Buffer | undefined, got: Buffer): boolean => expected?.equals(got) === true;
  return {
    signature: {
      signature,
      compareSignature: (other) => other.equals(signature),
      // Rekor v1 records the digest of a DSSE payload, of anything else the digest of what was signed.
      compareDigest: (digest) =>
        content.kind === 'statement'
          ? same(sha256(content.payload), digest)
          : same(check.signedDigest(digest.length), digest),
      compareSignedDigest: (digest) => same(check.signedDigest(digest.length), digest),
      verifySignature: (key_) => check.under(key_),
    },
    key: { $case: 'public-key', hint: '' },
    tlogEntries: [...logEntries],
    timestamps: [],
  };
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
