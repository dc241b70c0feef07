import trustedRoot from './embedded/trusted-root.json' with { type: 'json' };

/** Authorities and logs of the public Sigstore instance (see embedded/README.md). */
export const EMBEDDED_TRUSTED_ROOT: unknown = trustedRoot;
