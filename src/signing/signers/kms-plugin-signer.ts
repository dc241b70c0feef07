import { type KeyObject } from 'node:crypto';
import { keyHint, publicKeyPem } from '../../evidence/public-key.js';
import { verifyBytes } from '../../evidence/raw-signature.js';
import { AcgsError } from '../../model/errors.js';
import { type KmsPlugin } from '../kms/kms-plugin.js';
import { type Signer } from '../signer.js';

/**
 * Signs through a KMS plugin. What comes back is verified before anybody sees it: a plugin that answers for another key, or hashes
 * otherwise than it was asked to, ends here and not at whoever verifies the release.
 * @throws AcgsError `kms/failed` when signing
 */
export function kmsPluginSigner(plugin: KmsPlugin, publicKey: KeyObject, signal?: AbortSignal): Signer {
  const key = { $case: 'publicKey', publicKey: publicKeyPem(publicKey), hint: keyHint(publicKey) } as const;
  return {
    async sign(data) {
      const signature = await plugin.sign(data, signal);
      if (!verifyBytes(publicKey, data, signature))
        throw new AcgsError(
          'kms/failed',
          `${plugin.name} gave a signature that its own public key does not verify`,
        );
      return { signature, key };
    },
  };
}
