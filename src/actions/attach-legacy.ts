import {
  type EvidenceCandidate,
  type EvidenceReader,
  type EvidenceWriter,
  type LegacyEvidence,
} from '../evidence/evidence-reader.js';
import { type Digest, hexOf } from '../model/digest.js';
import { PREDICATE } from '../model/predicate-types.js';
import { type Statement } from '../model/statement.js';
import { type ChosenSigner } from '../signing/choose-signer.js';
import { openCandidate } from '../verification/open-candidate.js';
import { assertVerifies } from './assert-verifies.js';
import { type Attached, findPresent } from './attach-statement.js';

/** In which form evidence is written: as cosign 3's bundles, under cosign 2's tags, or both. */
export type EvidenceFormat = 'bundle' | 'legacy' | 'both';

/**
 * Adds a signature or attestation under cosign 2's tag unless the same by the same signer is there.
 * @param statement what it says; a legacy signature says it as a simple signing payload
 */
export async function attachLegacy(
  store: EvidenceReader & EvidenceWriter,
  subject: Digest,
  statement: Statement,
  signer: ChosenSigner,
  sign: () => Promise<LegacyEvidence>,
): Promise<Attached> {
  const isSignature = statement.predicateType === PREDICATE.cosignSign;
  const form = isSignature ? 'simple-signing' : 'envelope';
  const facts = { subject, predicateType: statement.predicateType };
  const present = await findPresent(store, subject, statement, signer, form);
  if (present !== undefined) return { ...facts, manifest: present, outcome: 'present' };
  const evidence = await sign();
  await assertVerifies(() => openCandidate(candidateOf(evidence, subject, form)), signer, {
    subject: { digests: { sha256: hexOf(subject) } },
    predicateType: statement.predicateType,
  });
  const manifest = await store.attachLegacy(subject, isSignature ? 'sig' : 'att', evidence);
  return { ...facts, manifest, outcome: 'written' };
}

/** Evidence that is not attached yet, as a reader would find it. */
function candidateOf(
  { bytes, annotations }: LegacyEvidence,
  subject: Digest,
  form: 'simple-signing' | 'envelope',
): EvidenceCandidate {
  const place = { store: 'legacy-tag', manifest: subject, subject, annotations } as const;
  return form === 'envelope' ? { ...place, form, envelope: bytes } : { ...place, form, payload: bytes };
}
