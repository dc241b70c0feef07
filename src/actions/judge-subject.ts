import { evidenceKind } from '../evidence/evidence-kind.js';
import { type EvidenceCandidate, type EvidenceStore } from '../evidence/evidence-reader.js';
import { type Digest, hexOf } from '../model/digest.js';
import { type EvidenceKind } from '../model/evidence.js';
import { openCandidate } from '../verification/open-candidate.js';
import { type RefusalCode } from '../verification/refusal.js';
import { isBy, type NamedSigner } from '../verification/named-signer.js';
import { countsAs, meet, type Requirement, type RequirementOutcome } from '../verification/requirements.js';
import { type VerificationResult } from '../verification/result.js';
import { type VerificationRequest, verifyEvidence } from '../verification/verify-evidence.js';

/** Evidence that was verified. */
export interface AcceptedEvidence {
  readonly kind: EvidenceKind;
  readonly predicateType: string;
  readonly store: EvidenceStore;
  readonly manifest: Digest;
  readonly result: VerificationResult;
  /** The signers of the policy that it is by. */
  readonly signers?: readonly string[];
}

/** A candidate that was refused, and why. */
export interface RefusedEvidence {
  readonly store: EvidenceStore;
  readonly manifest: Digest;
  readonly form: EvidenceCandidate['form'];
  readonly reason: { readonly code: RefusalCode; readonly message: string };
}

/** The judgement on one manifest of an image. */
export interface SubjectJudgement {
  readonly digest: Digest;
  readonly platform?: string;
  /** All requirements are met. */
  readonly verified: boolean;
  readonly requirements: readonly RequirementOutcome[];
  readonly evidence: readonly AcceptedEvidence[];
  readonly refused: readonly RefusedEvidence[];
}

/** Judges all that is attached to one manifest. Requirements are met by what verified, and by nothing else. */
export async function judgeSubject(
  digest: Digest,
  candidates: readonly EvidenceCandidate[],
  requirements: readonly Requirement[],
  request: Omit<VerificationRequest, 'subject'>,
): Promise<Omit<SubjectJudgement, 'platform'>> {
  const named: readonly NamedSigner[] = [...new Set(requirements.flatMap(({ signers = [] }) => signers))];
  const evidence: AcceptedEvidence[] = [];
  const refused: RefusedEvidence[] = [];
  for (const candidate of candidates) {
    const { store, manifest, form } = candidate;
    const verdict = await verifyEvidence(() => openCandidate(candidate), {
      ...request,
      subject: { digests: { sha256: hexOf(digest) } },
    });
    if (verdict.verified) {
      const predicateType = countsAs(verdict.result.statement);
      evidence.push({
        kind: evidenceKind(predicateType),
        predicateType,
        store,
        manifest,
        result: verdict.result,
        ...(named.length === 0
          ? {}
          : {
              signers: named
                .filter((signer) => isBy(verdict.result.signature, signer))
                .map(({ name }) => name),
            }),
      });
    } else refused.push({ store, manifest, form, reason: verdict.reason });
  }
  const outcomes = requirements.map((requirement) => meet(requirement, evidence));
  return { digest, verified: outcomes.every(({ met }) => met), requirements: outcomes, evidence, refused };
}
