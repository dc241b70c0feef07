import { type LegacyEvidence } from '../evidence/evidence-reader.js';
import { encodeSimpleSigning } from '../evidence/simple-signing.js';
import { signatureStatement } from '../evidence/statement-codec.js';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest } from '../model/digest.js';
import { type ChosenSigner } from '../signing/choose-signer.js';
import { signSimplePayload } from '../signing/sign-legacy.js';
import { attachLegacy, type EvidenceFormat, findLegacy } from './attach-legacy.js';
import { type Attached, attachStatement, findAttached, signOnce } from './attach-statement.js';
import { type ReadableImage, type WritableImage } from './image-place.js';
import { nameOf } from './own-signer.js';
import { imageSubjects, type ImageSubject } from './image-subjects.js';

export interface SignOptions {
  readonly signer: ChosenSigner;
  /** The platforms under an index too. */
  readonly recursive: boolean;
  /** Default `bundle`. */
  readonly format?: EvidenceFormat;
  /** `-a KEY=VALUE`: signed along with the digest. */
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface SignResult {
  readonly image: string;
  readonly digest: Digest;
  readonly signer: string;
  readonly signatures: readonly (Attached & { readonly platform?: string })[];
}

/**
 * Signs an image by digest: a statement for each manifest, attached to it as cosign v3's bundle, as cosign 2's tag, or both.
 * What this signer has signed already is left as it is.
 */
export async function signImage(image: WritableImage, options: SignOptions): Promise<SignResult> {
  const signatures: SignResult['signatures'][number][] = [];
  // One after the other: each writes an index under the fallback tag where the registry has no referrers API.
  for (const { manifest, platform } of await subjectsOf(image, options)) {
    for (const attached of await signManifest(image, manifest.descriptor, options))
      signatures.push({ ...attached, ...(platform === undefined ? {} : { platform }) });
  }
  return await resultOf(image, options, signatures);
}

async function signManifest(
  { evidence, name }: WritableImage,
  descriptor: Descriptor,
  { signer, annotations, format = 'bundle' }: SignOptions,
): Promise<Attached[]> {
  const { digest } = descriptor;
  const statement = signatureStatement(digest, annotations);
  const attached: Attached[] = [];
  if (format !== 'legacy')
    attached.push(
      await attachStatement(evidence, descriptor, statement, signer, signOnce(statement, signer)),
    );
  if (format !== 'bundle') {
    const payload = encodeSimpleSigning(digest, name.replace(/@sha256:.*$/, ''), annotations);
    const sign = (): Promise<LegacyEvidence> => signSimplePayload(payload, signer);
    attached.push(await attachLegacy(evidence, digest, statement, signer, sign));
  }
  return attached;
}

/** What {@link signImage} would return if there is nothing left for it to sign. Reads only. */
export async function alreadySigned(
  image: ReadableImage,
  options: SignOptions,
): Promise<SignResult | undefined> {
  const signatures: SignResult['signatures'][number][] = [];
  for (const { manifest, platform } of await subjectsOf(image, options)) {
    const found = await foundOn(image, manifest.descriptor, options);
    if (found === undefined) return undefined;
    for (const attached of found)
      signatures.push({ ...attached, ...(platform === undefined ? {} : { platform }) });
  }
  return await resultOf(image, options, signatures);
}

/** The signatures of a manifest in every form asked for; nothing where one is missing. */
async function foundOn(
  { evidence }: ReadableImage,
  descriptor: Descriptor,
  { signer, annotations, format = 'bundle' }: SignOptions,
): Promise<Attached[] | undefined> {
  const statement = signatureStatement(descriptor.digest, annotations);
  const found: (Attached | undefined)[] = [];
  if (format !== 'legacy') found.push(await findAttached(evidence, descriptor, statement, signer));
  if (format !== 'bundle') found.push(await findLegacy(evidence, descriptor.digest, statement, signer));
  return found.every((one) => one !== undefined) ? found : undefined;
}

async function subjectsOf(
  image: ReadableImage,
  { recursive }: SignOptions,
): Promise<readonly ImageSubject[]> {
  return recursive ? await imageSubjects(image.source, image.root) : [{ manifest: image.root }];
}

async function resultOf(
  image: ReadableImage,
  { signer }: SignOptions,
  signatures: SignResult['signatures'],
): Promise<SignResult> {
  const { name, root } = image;
  return { image: name, digest: root.descriptor.digest, signer: await nameOf(signer), signatures };
}
