import { type KeyObject } from 'node:crypto';
import { keyHint } from '../evidence/public-key.js';
import { AcgsError } from '../model/errors.js';
import { NO_ANCHORS, type TrustAnchors } from '../trust/trust-anchors.js';
import { summarise } from './certificate-summary.js';
import { checkCertificate } from './certificate-check.js';
import { checkAnnotations, checkContent } from './content-checks.js';
import { type CompiledIdentity, describe } from './identity-policy.js';
import {
  checkDistinctLogs,
  checkLoggedKeys,
  checkLogWindows,
  checkNoDuplicates,
  checkProofs,
  provenIndex,
} from './log-checks.js';
import { Refused } from './refusal.js';
import { RESULT_MEDIA_TYPE, type VerificationResult, type Verdict } from './result.js';
import { prepareSignatureCheck, type SignatureCheck } from './signature-check.js';
import { type SignedEvidence } from './signed-evidence.js';
import { checkAge, checkTimeCount, fromSeconds, type MaxAge, signedTimes } from './signed-times.js';
import { certificateOf, certifiedKey, chooseKey, matchIdentity, ofItsKind } from './signer-choice.js';
import { type Subject } from './subject.js';
import { KEY_THRESHOLDS, KEYLESS_THRESHOLDS, type Thresholds } from './thresholds.js';
import { checkTimestamps, readTimestamps } from './timestamp-check.js';

/**
 * Whose signature is accepted: one of some keys, or one of some identities (rules of trust 4). A policy file may name both; each
 * candidate is then held against those of its own kind.
 */
export type SignerPolicy =
  | { readonly kind: 'keys'; readonly keys: readonly KeyObject[] }
  | { readonly kind: 'identities'; readonly identities: readonly CompiledIdentity[] }
  | {
      readonly kind: 'either';
      readonly keys: readonly KeyObject[];
      readonly identities: readonly CompiledIdentity[];
    };

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
  /** `--require-tlog`: what a key signed must be in a log too. */
  readonly requireLog?: boolean;
  /** Accept only this predicate type, exactly. */
  readonly predicateType?: string;
  /** Signed annotations that a signature must carry, as `cosign verify -a`; attestations are not asked for them. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Refuse signatures made longer ago than this many milliseconds before `now`; needs a signed time. */
  readonly maxAge?: MaxAge;
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
    if (error instanceof AcgsError) throw error;
    // Whatever a parser of the libraries throws over a malformed part refuses this candidate, and no other.
    const message = 'a part of the evidence cannot be read';
    return { verified: false, reason: { code: 'bundle/malformed', message } };
  }
}

async function verifyOrRefuse(
  evidence: SignedEvidence,
  request: VerificationRequest,
): Promise<VerificationResult> {
  const policy = ofItsKind(evidence, request.policy);
  const standard = policy.kind === 'keys' ? KEY_THRESHOLDS : KEYLESS_THRESHOLDS;
  const { requireLog = false, thresholds = requireLog ? { ...standard, logs: 1 } : standard } = request;
  checkContent(evidence, request);
  checkAnnotations(evidence, request);
  checkNoDuplicates(evidence.logEntries);
  const keys = policy.kind === 'keys' ? policy.keys : [certifiedKey(evidence)];
  const check = await prepareSignatureCheck(evidence, request.subject, keys);
  const key = policy.kind === 'keys' ? chooseKey(evidence, check, policy.keys) : undefined;
  const certified = policy.kind === 'identities' ? certificateOf(evidence) : undefined;
  const certificate = certified === undefined ? undefined : summarise(certified);
  const anchors = await anchorsFor(evidence, request);
  const responses = readTimestamps(evidence.timestamps);
  checkTimestamps(responses, evidence.timestamped ?? evidence.signature, anchors);
  checkTimeCount(evidence, responses, thresholds.timestamps);
  const timestamps = signedTimes(evidence, responses);
  const times = timestamps.map(({ timestamp }) => new Date(timestamp));
  if (certified !== undefined) checkCertificate(certified.leaf, times, anchors, thresholds);
  await checkLogsAndSignature(evidence, check, anchors, thresholds, key ?? certifiedKey(evidence));
  checkProofs(evidence.logEntries);
  checkLoggedKeys(evidence, key);
  checkDistinctLogs(evidence.logEntries, thresholds.logs);
  checkLogWindows(evidence.logEntries, times, anchors);
  checkAge(times, request.maxAge);
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
    logEntries: evidence.logEntries.map((entry) => ({
      logId: entry.logId.keyId.toString('hex'),
      logIndex: provenIndex(entry),
      kind: `${entry.kindVersion.kind}/${entry.kindVersion.version}`,
      ...(entry.inclusionPromise === undefined
        ? {}
        : { integratedTime: fromSeconds(entry.integratedTime).toISOString() }),
    })),
    ...(identity === undefined
      ? {}
      : {
          verifiedIdentity: {
            subjectAlternativeName: describe(identity.policy.subject),
            issuer: describe(identity.policy.issuer),
            ...claimsOf(identity.policy),
          },
        }),
  };
}

function claimsOf({ claims = {} }: CompiledIdentity['policy']): {
  readonly extensions?: Readonly<Record<string, string>>;
} {
  const wanted = Object.entries(claims).map(([name, expectation]) => [name, describe(expectation)] as const);
  return wanted.length === 0 ? {} : { extensions: Object.fromEntries(wanted) };
}

/** Without a log entry, and where none is asked for, there is only the signature: then no library is loaded. */
async function checkLogsAndSignature(
  evidence: SignedEvidence,
  check: SignatureCheck,
  anchors: TrustAnchors,
  thresholds: Thresholds,
  key: KeyObject,
): Promise<void> {
  if (evidence.logEntries.length > 0 || thresholds.logs > 0) {
    const { checkWithSigstore } = await import('./sigstore-checks.js');
    checkWithSigstore(evidence, check, anchors, thresholds, key);
  } else if (!check.under(key)) throw new Refused('signature/invalid', 'the signature does not verify');
}

/** A key without log entry or timestamp needs no authority: then nothing is loaded. */
async function anchorsFor(evidence: SignedEvidence, { anchors }: VerificationRequest): Promise<TrustAnchors> {
  const { key, logEntries, timestamps } = evidence;
  const needed = key.kind === 'certificate' || logEntries.length + timestamps.length > 0;
  return needed && anchors !== undefined ? await anchors() : NO_ANCHORS;
}
