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
  const present = await findLegacy(store, subject, statement, signer);
  if (present !== undefined) return present;
  const form = formOf(statement);
  const evidence = await sign();
  await assertVerifies(() => openCandidate(candidateOf(evidence, subject, form)), signer, {
    subject: { digests: { sha256: hexOf(subject) } },
    predicateType: statement.predicateType,
  });
  const manifest = await store.attachLegacy(subject, form === 'simple-signing' ? 'sig' : 'att', evidence);
  return { subject, predicateType: statement.predicateType, manifest, outcome: 'written' };
}

/** The same by the same signer under cosign 2's tag, if it is there. Reads only. */
export async function findLegacy(
  store: EvidenceReader,
  subject: Digest,
  statement: Statement,
  signer: ChosenSigner,
): Promise<Attached | undefined> {
  const manifest = await findPresent(store, subject, statement, signer, formOf(statement));
  if (manifest === undefined) return undefined;
  return { subject, predicateType: statement.predicateType, manifest, outcome: 'present' };
}

/** cosign 2 signs an image with a payload of its own kind, and attests in an envelope. */
function formOf({ predicateType }: Statement): 'simple-signing' | 'envelope' {
  return predicateType === PREDICATE.cosignSign ? 'simple-signing' : 'envelope';
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
