import { createPublicKey, type KeyObject } from 'node:crypto';
import { keyHint, publicKeyPem } from '../../evidence/public-key.js';
import { signBytes } from '../../evidence/raw-signature.js';
import { type Signer } from '../signer.js';

/** Signs with a private key held in memory. */
export function keySigner(key: KeyObject): Signer {
  const publicKey = createPublicKey(key);
  const material = {
    $case: 'publicKey',
    publicKey: publicKeyPem(publicKey),
    hint: keyHint(publicKey),
  } as const;
  return {
    sign: (data) => Promise.resolve({ signature: signBytes(key, data), key: material }),
  };
}
