import { type TrustMaterial } from '@sigstore/verify';

/** Authorities and logs that are trusted, parsed once and used for any number of bundles. */
export type TrustAnchors = Omit<TrustMaterial, 'publicKey'>;

/** No authority and no log: what a key alone needs. It loads no library, and neither does a signature by a key alone. */
export const NO_ANCHORS: TrustAnchors = {
  tlogs: [],
  ctlogs: [],
  certificateAuthorities: [],
  timestampAuthorities: [],
};
