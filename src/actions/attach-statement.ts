import {
  type EvidenceCandidate,
  type EvidenceReader,
  type EvidenceWriter,
} from '../evidence/evidence-reader.js';
import { isSameEvidence } from '../evidence/same-evidence.js';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest, hexOf } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { type Statement } from '../model/statement.js';
import { signStatement } from '../signing/sign-content.js';
import { type ChosenSigner } from '../signing/choose-signer.js';
import { timestamp } from '../system/clock.js';
import { openBundle } from '../verification/signed-evidence.js';
import { type SignerPolicy } from '../verification/verify-evidence.js';
import { assertVerifies } from './assert-verifies.js';
import { policyOf } from './own-signer.js';

/** What became of one piece of evidence. */
export interface Attached {
  /** The manifest that it is attached to. */
  readonly subject: Digest;
  readonly predicateType: string;
  /** The referrer that carries the bundle. */
  readonly manifest: Digest;
  /** `present`: the same evidence by the same signer was there already, and nothing was written. */
  readonly outcome: 'written' | 'present';
}

/** The statement's bundle, signed at most once however many manifests it is attached to. */
export type SignOnce = () => Promise<Buffer>;

/** Signs when first asked, and hands out only what verifies. */
export function signOnce(statement: Statement, signer: ChosenSigner): SignOnce {
  let bundle: Promise<Buffer> | undefined;
  return () => (bundle ??= signAndVerify(statement, signer));
}

/**
 * Signs a statement and verifies the bundle.
 * @throws AcgsError as signer and witnesses do, `verify/failed`
 */
export async function signAndVerify(statement: Statement, signer: ChosenSigner): Promise<Buffer> {
  const bundle = await signStatement(statement, signer);
  const [subject] = statement.subject;
  await assertVerifies(() => openBundle(bundle), signer, {
    subject: { digests: { sha256: subject?.digest['sha256'] ?? '' } },
    predicateType: statement.predicateType,
  });
  return bundle;
}

/**
 * Attaches a signed statement to a manifest unless the same evidence by the same signer is there: evidence is the same by
 * subject, predicate type, signer and content, never by its times.
 * @throws AcgsError as the store does; `evidence/tampered` where what is attached already is broken
 */
export async function attachStatement(
  store: EvidenceReader & EvidenceWriter,
  target: Descriptor,
  statement: Statement,
  signer: ChosenSigner,
  bundle: SignOnce,
): Promise<Attached> {
  const present = await findAttached(store, target, statement, signer);
  if (present !== undefined) return present;
  const facts = { subject: target.digest, predicateType: statement.predicateType };
  const manifest = await store.attachBundle(target, await bundle(), {
    predicateType: statement.predicateType,
    created: timestamp(),
  });
  return { ...facts, manifest, outcome: 'written' };
}

/** The same evidence by the same signer, if it is attached to `target` already. Reads only. */
export async function findAttached(
  store: EvidenceReader,
  target: Descriptor,
  statement: Statement,
  signer: ChosenSigner,
): Promise<Attached | undefined> {
  const names = statement.subject.some(({ digest }) => digest['sha256'] === hexOf(target.digest));
  if (!names)
    throw new AcgsError(
      'internal/bug',
      `a statement that does not name ${target.digest} would be attached to it`,
    );
  const manifest = await findPresent(store, target.digest, statement, signer, 'bundle');
  if (manifest === undefined) return undefined;
  return { subject: target.digest, predicateType: statement.predicateType, manifest, outcome: 'present' };
}

/** The manifest that carries the same statement by the same signer in one form; a legacy payload says it without a statement. */
export async function findPresent(
  store: EvidenceReader,
  subject: Digest,
  statement: Statement,
  signer: ChosenSigner,
  form: EvidenceCandidate['form'],
): Promise<Digest | undefined> {
  const candidates = await store.candidatesOf(subject);
  if (candidates.length === 0) return undefined;
  const [{ verifyEvidence }, { openCandidate }] = await Promise.all([
    import('../verification/verify-evidence.js'),
    import('../verification/open-candidate.js'),
  ]);
  const annotations = stringsIn(statement.subject[0]?.annotations);
  const mayBe = (one: EvidenceCandidate): boolean =>
    one.form === form &&
    // Evidence announced as another kind is not opened; if that is a lie, the worst is that it is signed once more.
    (one.form !== 'bundle' || (one.announced ?? statement.predicateType) === statement.predicateType);
  let policy: Promise<SignerPolicy> | undefined;
  for (const candidate of candidates.filter(mayBe)) {
    const verdict = await verifyEvidence(() => openCandidate(candidate), {
      subject: { digests: { sha256: hexOf(subject) } },
      policy: await (policy ??= policyOf(signer)),
      anchors: signer.anchors,
      predicateType: statement.predicateType,
      annotations,
    });
    if (!verdict.verified) continue;
    const signed = verdict.result.statement;
    if (signed === undefined || isSameEvidence(signed, statement)) return candidate.manifest;
  }
  return undefined;
}

function stringsIn(annotations: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
