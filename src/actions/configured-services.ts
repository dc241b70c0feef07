import { resolve } from 'node:path';
import { type Configuration } from '../config/configuration.js';
import { type SigningOptions } from './open-signer.js';

/** The services that a configuration names for signing, and the trusted root that holds for them; paths are absolute. */
export function configuredServices({
  sign,
  sigstore,
  root,
}: Pick<Configuration, 'sign' | 'sigstore' | 'root'>): SigningOptions {
  const { fulcioUrl, rekorUrl, timestampServerUrl } = sign;
  const { trustedRoot, signingConfig } = sigstore;
  return {
    ...(trustedRoot === undefined ? {} : { trustedRoot: resolve(root, trustedRoot) }),
    ...(signingConfig === undefined ? {} : { signingConfig: resolve(root, signingConfig) }),
    ...(fulcioUrl === undefined ? {} : { fulcioUrl }),
    ...(rekorUrl === undefined ? {} : { rekorUrl }),
    ...(timestampServerUrl === undefined ? {} : { timestampServerUrl }),
  };
}
