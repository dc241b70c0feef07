import root from './embedded/root.json' with { type: 'json' };

/** The TUF root that updates of the public Sigstore instance start from (see embedded/README.md). */
export const EMBEDDED_TUF_ROOT: unknown = root;
