/** A transparency log: version 1 is Rekor, version 2 is Rekor on tiles. */
export interface LogService {
  readonly url: string;
  readonly apiVersion: 1 | 2;
}

/** Which services vouch for a signature; addresses as they are configured. */
export interface SigningServices {
  /** Fulcio; keyless signing needs one. */
  readonly certificateAuthority?: string;
  /** OpenID Connect issuer where people log in. */
  readonly identityProvider?: string;
  readonly logs: readonly LogService[];
  /** Whole addresses of RFC 3161 services. */
  readonly timestampAuthorities: readonly string[];
}
