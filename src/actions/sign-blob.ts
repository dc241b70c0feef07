import { AcgsError } from '../model/errors.js';
import { type ChosenSigner } from '../signing/choose-signer.js';
import { signMessage } from '../signing/sign-content.js';
import { exists, readBytes, writeFileAtomic } from '../system/files.js';

export interface SignBlobOptions {
  readonly file: string;
  /** Where the bundle goes; default `FILE.sigstore.json`. */
  readonly bundle?: string;
  readonly signer: ChosenSigner;
}

export interface BlobBundle {
  readonly file: string;
  readonly bundle: string;
  readonly signer: string;
}

/** A signer takes the whole message at once. */
const LARGEST_FILE = 1024 * 1024 * 1024;

/**
 * Signs a file into a bundle, as `cosign sign-blob`.
 * @throws AcgsError `source/not-found`, `evidence/too-large`, `file/failed`
 */
export async function signBlob({
  file,
  bundle = `${file}.sigstore.json`,
  signer,
}: SignBlobOptions): Promise<BlobBundle> {
  if (!(await exists(file)))
    throw new AcgsError('source/not-found', `there is no file ${file}`, { next: ['check the path'] });
  await writeFileAtomic(bundle, await signMessage(await readBytes(file, LARGEST_FILE), signer));
  return { file, bundle, signer: signer.description };
}
