import { type Statement } from '../model/statement.js';
import { type RefusalCode } from './refusal.js';
import { type CertificateSummary } from './certificate-summary.js';

/** After sigstore-go's VerificationResult, whose media type it carries. */
export const RESULT_MEDIA_TYPE = 'application/vnd.dev.sigstore.verificationresult+json;version=0.1';

/** A signed time that was verified. */
export interface VerifiedTimestamp {
  readonly type: 'Tlog' | 'TimestampAuthority';
  /** RFC 3339. */
  readonly timestamp: string;
}

/** A log entry whose proof or promise was verified. */
export interface VerifiedLogEntry {
  /** Hex, as Rekor's API shows it. */
  readonly logId: string;
  readonly logIndex: string;
  /** `kind/version`, e.g. `dsse/0.0.1`. */
  readonly kind: string;
  /** RFC 3339; only where the log promised it (Rekor v1). */
  readonly integratedTime?: string;
}

/** Whom the signature is from. */
export interface VerifiedSigner {
  readonly certificate?: CertificateSummary;
  /** base64 of SHA-256 over the key's SPKI. */
  readonly publicKeyHint?: string;
}

/** What a policy asked of an identity: texts as they were given, patterns too. */
export interface VerifiedIdentity {
  readonly subjectAlternativeName: string;
  readonly issuer: string;
  /** The claims that were asked for. */
  readonly extensions?: Readonly<Record<string, string>>;
}

/** What was verified of one candidate. */
export interface VerificationResult {
  readonly mediaType: typeof RESULT_MEDIA_TYPE;
  /** What was signed; absent for a signature over a file. */
  readonly statement?: Statement;
  readonly signature: VerifiedSigner;
  readonly verifiedTimestamps: readonly VerifiedTimestamp[];
  readonly logEntries: readonly VerifiedLogEntry[];
  /** The identity of the policy that matched, as it was asked for. */
  readonly verifiedIdentity?: VerifiedIdentity;
}

/** The judgement on one candidate. */
export type Verdict =
  | { readonly verified: true; readonly result: VerificationResult }
  | { readonly verified: false; readonly reason: { readonly code: RefusalCode; readonly message: string } };
