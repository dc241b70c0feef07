import { createPublicKey, type KeyObject } from 'node:crypto';
import { AcgsError } from '../model/errors.js';
import { describeReference, loadPrivateKey, parseKeyReference } from './load-key.js';
import { type SigningParties } from './sign-content.js';
import { keySigner } from './signers/key-signer.js';

/** What the user said of who signs. */
export interface SignerRequest {
  /** `--key`: path, `env://VARIABLE` or the URI of a key in a KMS. */
  readonly key?: string;
}

/** The parties of a signature, and what to verify it with afterwards. */
export interface ChosenSigner extends SigningParties {
  /** For messages: `cosign.key`, `https://github.com/acme/…`. */
  readonly description: string;
  /** The public key to verify with. */
  readonly publicKey: KeyObject;
}

/**
 * The one place that chooses who signs: a key, else nobody. A key is opened once, here: scrypt costs half a second.
 * @throws AcgsError `key/not-found`, `key/invalid`, `key/password`
 */
export async function chooseSigner(request: SignerRequest): Promise<ChosenSigner | undefined> {
  if (request.key === undefined) return undefined;
  const reference = parseKeyReference(request.key);
  if (reference.kind === 'kms')
    throw new AcgsError(
      'usage/invalid',
      `keys of ${reference.plugin} cannot be used by this version of acgs`,
      {
        next: ['pass a key file, or env://VARIABLE'],
      },
    );
  const key = await loadPrivateKey(reference);
  return {
    signer: keySigner(key),
    witnesses: [],
    description: describeReference(reference),
    publicKey: createPublicKey(key),
  };
}
