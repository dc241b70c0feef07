import { basename } from 'node:path';
import { type Statement, STATEMENT_V1 } from '../model/statement.js';
import { type ChosenSigner } from '../signing/choose-signer.js';
import { writeFileAtomic } from '../system/files.js';
import { artifactDigests } from './artifact-digests.js';
import { signAndVerify } from './attach-statement.js';
import { nameOf } from './own-signer.js';
import { type BlobBundle } from './sign-blob.js';

export interface AttestBlobOptions {
  /** A file, or `sha256:HEX`. */
  readonly file: string;
  /** URI. */
  readonly predicateType: string;
  readonly predicate: unknown;
  /** Default `FILE.intoto.sigstore.json`, so that a signature beside it stays. */
  readonly bundle?: string;
  readonly signer: ChosenSigner;
}

/**
 * Attests a predicate about a file into a bundle, as `cosign attest-blob`.
 * @throws AcgsError `source/not-found`, `usage/invalid`, `file/failed`
 */
export async function attestBlob(options: AttestBlobOptions): Promise<BlobBundle> {
  const { file, predicateType, predicate, signer } = options;
  const digest = await artifactDigests(file, new Set(['sha256']));
  const bundle = options.bundle ?? `${file}.intoto.sigstore.json`;
  const statement: Statement = {
    _type: STATEMENT_V1,
    subject: [{ name: basename(file), digest: { ...digest } }],
    predicateType,
    predicate,
  };
  await writeFileAtomic(bundle, await signAndVerify(statement, signer));
  return { file, bundle, signer: await nameOf(signer) };
}
