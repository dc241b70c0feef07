import { AcgsError } from '../model/errors.js';
import { chooseSigner, type ChosenSigner, type SignerRequest } from '../signing/choose-signer.js';

/** Who signs, for commands that do nothing but sign. @throws AcgsError `sign/no-signer`, `key/*` */
export async function requireSigner(request: SignerRequest): Promise<ChosenSigner> {
  const signer = await chooseSigner(request);
  if (signer !== undefined) return signer;
  throw new AcgsError('sign/no-signer', 'expected a key to sign with, got none', {
    next: ['pass --key cosign.key', 'or make one with `acgs keys generate`'],
  });
}
