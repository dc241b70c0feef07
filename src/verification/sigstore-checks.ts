import { createHash, type KeyObject } from 'node:crypto';
import { RFC3161Timestamp } from '@sigstore/core';
import { type SignedEntity, VerificationError, Verifier } from '@sigstore/verify';
import { type TrustAnchors } from '../trust/trusted-root.js';
import { Refused, type RefusalCode } from './refusal.js';
import { type SignatureCheck } from './signature-check.js';
import { type SignedEvidence } from './signed-evidence.js';

/** How much proof is asked for beside the signature. */
export interface Thresholds {
  /** Entries of distinct transparency logs. */
  readonly logs: number;
  /** Signed times, from a log's promise or a timestamp authority. */
  readonly timestamps: number;
  /** Certificate transparency timestamps in the certificate. */
  readonly certificateLogs: number;
}

/** Keyless: one log, one signed time, one certificate log (rules of trust 13). */
export const KEYLESS_THRESHOLDS: Thresholds = { logs: 1, timestamps: 1, certificateLogs: 1 };
/** A key vouches by itself; what is there beside it is checked all the same. */
export const KEY_THRESHOLDS: Thresholds = { logs: 0, timestamps: 0, certificateLogs: 0 };

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
 * Certificate chain, certificate transparency, log inclusion, timestamps and the signature, by `@sigstore/verify`.
 * Its signature content is ours, so that a digest alone is enough and every kind of key is known.
 * @param key the key of the policy, where there is no certificate
 * @throws Refused
 */
export function checkWithSigstore(
  evidence: SignedEvidence,
  check: SignatureCheck,
  anchors: TrustAnchors,
  thresholds: Thresholds,
  key: KeyObject | undefined,
): void {
  const verifier = new Verifier(
    {
      ...anchors,
      publicKey: () => {
        if (key === undefined) throw new Refused('key/kind', 'no key to verify with');
        return { publicKey: key, validFor: () => true };
      },
    },
    {
      tlogThreshold: thresholds.logs,
      timestampThreshold: thresholds.timestamps,
      ctlogThreshold: thresholds.certificateLogs,
    },
  );
  try {
    verifier.verify(toEntity(evidence, check));
  } catch (error) {
    if (error instanceof Refused) throw error;
    if (error instanceof VerificationError) throw new Refused(codeOf(error), error.message, { cause: error });
    // The libraries' parsers throw plain errors for malformed ASN.1 and JSON; a crash must never pass for success.
    throw new Refused('bundle/malformed', 'a part of the evidence cannot be read', { cause: error });
  }
}

function codeOf({ code, message }: VerificationError): RefusalCode {
  if (code === 'CERTIFICATE_ERROR' && /\bSCTs?\b/.test(message)) return 'certificate/transparency';
  if (code === 'TIMESTAMP_ERROR' && message.startsWith('expected')) return 'timestamp/missing';
  return CODES[code];
}

function toEntity(
  { timestamped, content, signature, key, logEntries, timestamps }: SignedEvidence,
  check: SignatureCheck,
): SignedEntity {
  const same = (expected: Buffer | undefined, got: Buffer): boolean => expected?.equals(got) === true;
  return {
    signature: {
      // The library reads this field for timestamps only; signatures are compared by the functions.
      signature: timestamped ?? signature,
      compareSignature: (other) => other.equals(signature),
      // Rekor v1 records the digest of a DSSE payload, of anything else the digest of what was signed.
      compareDigest: (digest) =>
        content.kind === 'statement'
          ? same(sha256(content.payload), digest)
          : same(check.signedDigest(digest.length), digest),
      compareSignedDigest: (digest) => same(check.signedDigest(digest.length), digest),
      verifySignature: (key_) => check.under(key_),
    },
    key:
      key.kind === 'certificate'
        ? { $case: 'certificate', certificate: key.leaf }
        : { $case: 'public-key', hint: key.hint ?? '' },
    tlogEntries: [...logEntries],
    timestamps: [
      ...logEntries
        .filter(({ integratedTime }) => integratedTime !== '' && integratedTime !== '0')
        .map((tlogEntry) => ({ $case: 'transparency-log' as const, tlogEntry })),
      ...timestamps.map((der) => ({ $case: 'timestamp-authority' as const, timestamp: readTimestamp(der) })),
    ],
  };
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** Reads an RFC 3161 response. @throws Refused `timestamp/invalid` */
export function readTimestamp(der: Buffer): RFC3161Timestamp {
  try {
    return RFC3161Timestamp.parse(Buffer.from(der));
  } catch (error) {
    throw new Refused('timestamp/invalid', 'a timestamp is not an RFC 3161 response', { cause: error });
  }
}
