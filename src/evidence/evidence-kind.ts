import { type EvidenceKind } from '../model/evidence.js';
import { PREDICATE } from '../model/predicate-types.js';

const KINDS: Readonly<Record<string, EvidenceKind>> = {
  [PREDICATE.cosignSign]: 'signature',
  [PREDICATE.slsaProvenance1]: 'provenance',
  [PREDICATE.slsaProvenance02]: 'provenance',
  [PREDICATE.cyclonedx]: 'sbom',
  [PREDICATE.spdx]: 'sbom',
  [PREDICATE.vuln]: 'scan',
  [PREDICATE.vsa]: 'vsa',
};

/** How reports call evidence of a predicate type. */
export function evidenceKind(predicateType: string): EvidenceKind {
  return Object.hasOwn(KINDS, predicateType) ? (KINDS[predicateType] ?? 'attestation') : 'attestation';
}
