import { type Signature, type Signer } from '@sigstore/sign';

/**
 * The two seams of `@sigstore/sign`, types only: a signer turns bytes into a signature, a witness vouches for it (a log entry or
 * a timestamp). Ours speak through src/system, so that dry run, offline and redaction hold for them too.
 */
export type { Signature, Signer };
export type { Witness } from '@sigstore/sign';
