import { type RegistryOptions } from '../registry/options.js';

/** The flags of `registryFlags`, parsed. */
export interface RegistryFlags {
  readonly 'allow-http-registry'?: boolean | undefined;
  readonly 'allow-insecure-registry'?: boolean | undefined;
  readonly 'registry-cacert'?: string | undefined;
  readonly 'registry-username'?: string | undefined;
  readonly 'registry-password'?: string | undefined;
  readonly 'registry-token'?: string | undefined;
}

/** cosign's registry flags as the registry room takes them. */
export function registryOptions(flags: RegistryFlags): RegistryOptions {
  const username = flags['registry-username'];
  const password = flags['registry-password'];
  const token = flags['registry-token'];
  const caCert = flags['registry-cacert'];
  return {
    ...(flags['allow-http-registry'] === true ? { allowHttp: true } : {}),
    ...(flags['allow-insecure-registry'] === true ? { allowInsecure: true } : {}),
    ...(caCert === undefined ? {} : { caCert }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(token === undefined ? {} : { token }),
  };
}
