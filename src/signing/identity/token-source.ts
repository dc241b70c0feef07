import { type IdentityToken } from './identity-token.js';

/** Where identity tokens come from: a CI system, a file, a person who logs in. */
export interface TokenSource {
  /** For messages: `the identity of this GitHub Actions job`. */
  readonly description: string;
  /** A token that has not expired, asked for when one is needed. @throws AcgsError `identity/*`, `service/*` */
  token(): Promise<IdentityToken>;
}
