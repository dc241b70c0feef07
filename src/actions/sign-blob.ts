import { createHash } from 'node:crypto';
import { AcgsError } from '../model/errors.js';
import { type ChosenSigner } from '../signing/choose-signer.js';
import { signMessage } from '../signing/sign-content.js';
import { exists, readBytes, writeFileAtomic } from '../system/files.js';
import { type Subject } from '../verification/subject.js';
import { openBundle } from '../verification/signed-evidence.js';
import { assertVerifies } from './assert-verifies.js';
import { nameOf } from './own-signer.js';

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
  const bytes = await readBytes(file, LARGEST_FILE);
  const signed = await signMessage(bytes, signer);
  await assertVerifies(() => openBundle(signed), signer, { subject: { digests: digestsOf(bytes), bytes } });
  await writeFileAtomic(bundle, signed);
  return { file, bundle, signer: await nameOf(signer) };
}

function digestsOf(bytes: Buffer): Subject['digests'] {
  return { sha256: createHash('sha256').update(bytes).digest('hex') };
}
