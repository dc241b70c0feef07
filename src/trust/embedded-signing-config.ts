import signingConfig from './embedded/signing-config.json' with { type: 'json' };

/** Addresses of the services of the public Sigstore instance (see embedded/README.md). */
export const EMBEDDED_SIGNING_CONFIG: unknown = signingConfig;
