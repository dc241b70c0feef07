import { type LegacyEvidence } from '../evidence/evidence-reader.js';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest, hexOf } from '../model/digest.js';
import { type Statement, STATEMENT_V1 } from '../model/statement.js';
import { type ChosenSigner } from '../signing/choose-signer.js';
import { signLegacyEnvelope } from '../signing/sign-legacy.js';
import { attachLegacy, type EvidenceFormat } from './attach-legacy.js';
import { type Attached, attachStatement, signOnce } from './attach-statement.js';
import { type WritableImage } from './image-place.js';
import { nameOf } from './own-signer.js';

export interface AttestResult {
  readonly image: string;
  readonly digest: Digest;
  readonly signer: string;
  readonly attestations: readonly Attached[];
  /** The signed bundle, for a file on disk; missing where all of it was there already. */
  readonly bundle?: Buffer;
}

/**
 * Attests a predicate about an image: one statement, attached to the image.
 * @param name how the subject is named in the statement, e.g. `ghcr.io/acme/api`
 */
export async function attestImage(
  image: WritableImage,
  predicate: { readonly type: string; readonly content: unknown; readonly name: string },
  signer: ChosenSigner,
  format: EvidenceFormat = 'bundle',
): Promise<AttestResult> {
  const { descriptor } = image.root;
  const statement: Statement = {
    _type: STATEMENT_V1,
    subject: [{ name: predicate.name, digest: { sha256: hexOf(descriptor.digest) } }],
    predicateType: predicate.type,
    predicate: predicate.content,
  };
  return await attestStatement(image, statement, [descriptor], signer, format);
}

/**
 * Signs a ready statement once and attaches it to each of its manifests: a statement about an image and one of its platforms is a
 * referrer of both.
 * @param targets manifests that the statement names as subjects
 */
export async function attestStatement(
  image: WritableImage,
  statement: Statement,
  targets: readonly Descriptor[],
  signer: ChosenSigner,
  format: EvidenceFormat = 'bundle',
): Promise<AttestResult> {
  let signed: Buffer | undefined;
  const once = signOnce(statement, signer);
  const bundle = async (): Promise<Buffer> => (signed = await once());
  const attestations: Attached[] = [];
  for (const target of targets) {
    if (format !== 'legacy')
      attestations.push(await attachStatement(image.evidence, target, statement, signer, bundle));
    if (format !== 'bundle') {
      const sign = (): Promise<LegacyEvidence> => signLegacyEnvelope(statement, signer);
      attestations.push(await attachLegacy(image.evidence, target.digest, statement, signer, sign));
    }
  }
  return {
    image: image.name,
    digest: image.root.descriptor.digest,
    signer: await nameOf(signer),
    attestations,
    ...(signed === undefined ? {} : { bundle: signed }),
  };
}
