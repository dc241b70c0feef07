import { signatureStatement } from '../evidence/statement-codec.js';
import { type Digest } from '../model/digest.js';
import { type ChosenSigner } from '../signing/choose-signer.js';
import { type Attached, attachStatement, signOnce } from './attach-statement.js';
import { type WritableImage } from './image-place.js';
import { imageSubjects } from './image-subjects.js';

export interface SignOptions {
  readonly signer: ChosenSigner;
  /** The platforms under an index too. */
  readonly recursive: boolean;
}

export interface SignResult {
  readonly image: string;
  readonly digest: Digest;
  readonly signer: string;
  readonly signatures: readonly (Attached & { readonly platform?: string })[];
}

/**
 * Signs an image by digest, as cosign v3: a statement for each manifest, attached to it as a bundle. What this signer has signed
 * already is left as it is.
 */
export async function signImage(image: WritableImage, options: SignOptions): Promise<SignResult> {
  const subjects = options.recursive
    ? await imageSubjects(image.source, image.root)
    : [{ manifest: image.root, platform: undefined }];
  const signatures: SignResult['signatures'][number][] = [];
  // One after the other: each writes an index under the fallback tag where the registry has no referrers API.
  for (const { manifest, platform } of subjects) {
    const statement = signatureStatement(manifest.descriptor.digest);
    const bundle = signOnce(statement, options.signer);
    const attached = await attachStatement(
      image.evidence,
      manifest.descriptor,
      statement,
      options.signer,
      bundle,
    );
    signatures.push({ ...attached, ...(platform === undefined ? {} : { platform }) });
  }
  return {
    image: image.name,
    digest: image.root.descriptor.digest,
    signer: options.signer.description,
    signatures,
  };
}
