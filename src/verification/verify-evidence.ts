import { createPublicKey, type KeyObject } from 'node:crypto';
import { keyHint } from '../evidence/public-key.js';
import { AcgsError } from '../model/errors.js';
import { PREDICATE } from '../model/predicate-types.js';
import { NO_ANCHORS, type TrustAnchors } from '../trust/trusted-root.js';
import { summarise, type CertificateSummary } from './certificate-summary.js';
import { type CompiledIdentity, describe } from './identity-policy.js';
import { checkDistinctLogs, checkLoggedKeys, checkLogWindows, checkNoDuplicates } from './log-checks.js';
import { Refused } from './refusal.js';
import {
  RESULT_MEDIA_TYPE,
  type VerificationResult,
  type Verdict,
  type VerifiedTimestamp,
} from './result.js';
import { prepareSignatureCheck, type SignatureCheck } from './signature-check.js';
import { type SignedEvidence, type SigningKey } from './signed-evidence.js';
import {
  checkWithSigstore,
  KEY_THRESHOLDS,
  KEYLESS_THRESHOLDS,
  readTimestamp,
  type Thresholds,
} from './sigstore-checks.js';
import { annotationsOf, checkSubject, describeSubject, type Subject } from './subject.js';

/** Whose signature is accepted: one of some keys, or one of some identities; never both (rules of trust 4). */
export type SignerPolicy =
  | { readonly kind: 'keys'; readonly keys: readonly KeyObject[] }
  | { readonly kind: 'identities'; readonly identities: readonly CompiledIdentity[] };

/** What is asked of a candidate. There is no default policy. */
export interface VerificationRequest {
  readonly subject: Subject;
  readonly policy: SignerPolicy;
  /**
   * Loads authorities and logs; asked for certificates, log entries and timestamps only. Without it a key still verifies what
   * carries none of them.
   */
  readonly anchors?: () => TrustAnchors | Promise<TrustAnchors>;
  readonly thresholds?: Thresholds;
  /** Accept only this predicate type, exactly. */
  readonly predicateType?: string;
  /** Signed annotations that a signature must carry, as `cosign verify -a`; attestations are not asked for them. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Refuse signatures made longer ago than this many milliseconds before `now`; needs a signed time. */
  readonly maxAge?: { readonly milliseconds: number; readonly now: Date };
}

/**
 * Judges one candidate: signature, signer, subject, log entries and times. Pure: bytes in, document out.
 * @param open takes the candidate apart; what it throws is part of the verdict
 */
export async function verifyEvidence(
  open: () => SignedEvidence,
  request: VerificationRequest,
): Promise<Verdict> {
  try {
    return { verified: true, result: await verifyOrRefuse(open(), request) };
  } catch (error) {
    if (error instanceof Refused)
      return { verified: false, reason: { code: error.code, message: error.message } };
    throw error;
  }
}

async function verifyOrRefuse(
  evidence: SignedEvidence,
  request: VerificationRequest,
): Promise<VerificationResult> {
  const { policy } = request;
  const thresholds = request.thresholds ?? (policy.kind === 'keys' ? KEY_THRESHOLDS : KEYLESS_THRESHOLDS);
  checkContent(evidence, request);
  checkAnnotations(evidence, request);
  checkNoDuplicates(evidence.logEntries);
  const keys = policy.kind === 'keys' ? policy.keys : [certifiedKey(evidence)];
  const check = await prepareSignatureCheck(evidence, request.subject, keys);
  const key = policy.kind === 'keys' ? chooseKey(evidence, check, policy.keys) : undefined;
  const certificate = policy.kind === 'identities' ? summarise(certificateOf(evidence)) : undefined;
  const anchors = await anchorsFor(evidence, request);
  checkWithSigstore(evidence, check, anchors, thresholds, key);
  checkLoggedKeys(evidence, key);
  checkDistinctLogs(evidence.logEntries, thresholds.logs);
  const timestamps = signedTimes(evidence);
  const times = timestamps.map(({ timestamp }) => new Date(timestamp));
  checkLogWindows(evidence.logEntries, times, anchors);
  checkAge(times, request);
  const identity =
    policy.kind === 'identities' && certificate !== undefined
      ? matchIdentity(certificate, policy.identities)
      : undefined;
  return {
    mediaType: RESULT_MEDIA_TYPE,
    ...(evidence.content.kind === 'statement' ? { statement: evidence.content.statement } : {}),
    signature: {
      ...(certificate === undefined ? {} : { certificate }),
      ...(key === undefined ? {} : { publicKeyHint: keyHint(key) }),
    },
    verifiedTimestamps: timestamps,
    logEntries: evidence.logEntries.map(
      ({ logId, logIndex, kindVersion, inclusionPromise, integratedTime }) => ({
        logId: logId.keyId.toString('hex'),
        logIndex,
        kind: `${kindVersion.kind}/${kindVersion.version}`,
        ...(inclusionPromise === undefined
          ? {}
          : { integratedTime: fromSeconds(integratedTime).toISOString() }),
      }),
    ),
    ...(identity === undefined
      ? {}
      : {
          verifiedIdentity: {
            subjectAlternativeName: describe(identity.policy.subject),
            issuer: describe(identity.policy.issuer),
          },
        }),
  };
}

/** A key without log entry or timestamp needs no authority: then nothing is loaded. */
async function anchorsFor(evidence: SignedEvidence, { anchors }: VerificationRequest): Promise<TrustAnchors> {
  const { key, logEntries, timestamps } = evidence;
  const needed = key.kind === 'certificate' || logEntries.length + timestamps.length > 0;
  return needed && anchors !== undefined ? await anchors() : NO_ANCHORS;
}

/** What was signed must be about the subject, and of the type asked for. */
function checkContent({ content }: SignedEvidence, { subject, predicateType }: VerificationRequest): void {
  switch (content.kind) {
    case 'statement':
      checkSubject(content.statement, subject);
      if (predicateType !== undefined && content.statement.predicateType !== predicateType)
        throw new Refused(
          'predicate/mismatch',
          `expected the predicate type ${predicateType}, got ${content.statement.predicateType}`,
        );
      return;
    case 'simple-signing':
      if (content.claims.image !== `sha256:${subject.digests.sha256 ?? ''}`)
        throw new Refused(
          'subject/mismatch',
          `expected the image ${describeSubject(subject)}, got ${content.claims.image}`,
        );
      return;
    case 'message': {
      const known = subject.digests[content.hash];
      if (known !== undefined && known !== content.digest.toString('hex'))
        throw new Refused(
          'digest/mismatch',
          `expected the digest ${content.hash}:${known}, got ${content.hash}:${content.digest.toString('hex')}`,
        );
    }
  }
}

/** What a signature says beside the digest; `cosign sign -a` puts it into the subject, or the payload's `optional`. */
function checkAnnotations(
  { content }: SignedEvidence,
  { subject, annotations = {} }: VerificationRequest,
): void {
  if (content.kind === 'message') return;
  if (content.kind === 'statement' && content.statement.predicateType !== PREDICATE.cosignSign) return;
  const signed =
    content.kind === 'statement' ? annotationsOf(content.statement, subject) : content.claims.annotations;
  for (const [name, wanted] of Object.entries(annotations)) {
    const got = Object.hasOwn(signed, name) ? signed[name] : undefined;
    if (got !== wanted)
      throw new Refused(
        'annotation/mismatch',
        `expected the annotation ${name}=${wanted}, got ${JSON.stringify(got) ?? 'none'}`,
      );
  }
}

/** The key that signed: the one the hint names is tried first, but any of those given may have been meant. */
function chooseKey(evidence: SignedEvidence, check: SignatureCheck, keys: readonly KeyObject[]): KeyObject {
  const signer = evidence.key;
  if (signer.kind !== 'public-key')
    throw new Refused('key/kind', 'expected a signature by a key, got one with a certificate');
  const named = keys.filter((key) => keyHint(key) === signer.hint);
  const others = keys.filter((key) => keyHint(key) !== signer.hint);
  const found = [...named, ...others].find((key) => check.under(key));
  if (found !== undefined) return found;
  if (named.length > 0) throw new Refused('signature/invalid', 'the signature does not verify under the key');
  throw new Refused(
    'key/mismatch',
    `expected a signature by the key ${keys.map(keyHint).join(' or ')}, got one by ${signer.hint ?? 'another key'}`,
  );
}

function certificateOf({ key }: SignedEvidence): Extract<SigningKey, { kind: 'certificate' }> {
  if (key.kind === 'certificate') return key;
  throw new Refused('key/kind', 'expected a signature with a certificate, got one by a key');
}

function certifiedKey(evidence: SignedEvidence): KeyObject {
  try {
    return createPublicKey({ key: certificateOf(evidence).leaf.publicKey, format: 'der', type: 'spki' });
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused('certificate/malformed', 'the certificate’s key cannot be read', { cause: error });
  }
}

/** The first identity that matches; the reason given is that of the last one tried. */
function matchIdentity(
  certificate: CertificateSummary,
  identities: readonly CompiledIdentity[],
): CompiledIdentity {
  let reason: Refused | undefined;
  for (const identity of identities) {
    try {
      identity.check(certificate);
      return identity;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      reason = error;
    }
  }
  throw reason ?? new AcgsError('verify/no-identity', 'keyless verification needs an identity and an issuer');
}

/** Times that somebody trusted signed: a log's promise or a timestamp authority; both have been verified by now. */
function signedTimes({ logEntries, timestamps }: SignedEvidence): VerifiedTimestamp[] {
  return [
    ...logEntries
      .filter(({ inclusionPromise }) => inclusionPromise !== undefined)
      .map(({ integratedTime }) => ({
        type: 'Tlog' as const,
        timestamp: fromSeconds(integratedTime).toISOString(),
      })),
    ...timestamps.map((der) => ({
      type: 'TimestampAuthority' as const,
      timestamp: readTimestamp(der).signingTime.toISOString(),
    })),
  ];
}

function fromSeconds(seconds: string): Date {
  return new Date(Number(seconds) * 1000);
}

/** The earliest time counts: anybody can have an old signature stamped again today. */
function checkAge(times: readonly Date[], { maxAge }: VerificationRequest): void {
  if (maxAge === undefined) return;
  if (times.length === 0)
    throw new Refused('timestamp/missing', 'no signed time says how old the signature is');
  const made = Math.min(...times.map((time) => time.getTime()));
  if (made < maxAge.now.getTime() - maxAge.milliseconds)
    throw new Refused('age/too-old', `the signature was made at ${new Date(made).toISOString()}`);
}
