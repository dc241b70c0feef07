import { AcgsError } from '../model/errors.js';
import { loadPublicKey, parseKeyReference } from '../signing/load-key.js';
import { type Expectation, type IdentityPolicy, compileIdentity } from '../verification/identity-policy.js';
import { type SignerPolicy } from '../verification/verify-evidence.js';
import { type GithubIdentity, githubIdentity } from './github-identity.js';

/** What the user said of whom to trust: a key, or an identity with its issuer; never both. */
export interface SignerPolicyOptions {
  /** `--key`: path, `env://VARIABLE`, or the URI of a key in a KMS. */
  readonly key?: string;
  readonly certificateIdentity?: string;
  readonly certificateIdentityRegexp?: string;
  readonly certificateOidcIssuer?: string;
  readonly certificateOidcIssuerRegexp?: string;
  readonly github?: GithubIdentity;
  /** What else the certificate must say. */
  readonly claims?: Claims;
}

type Claims = NonNullable<IdentityPolicy['claims']>;

const NEXT = [
  'pass --key FILE',
  'or --certificate-identity with --certificate-oidc-issuer',
  'or --github-repo OWNER/REPO with --github-workflow FILE',
];

/**
 * Whom to trust, from what the user said.
 * @throws AcgsError `verify/no-identity` if nothing, or half of an identity, was said; `usage/invalid` for contradictions;
 *   `key/not-found`, `key/invalid`, `tool/missing`, `kms/failed`
 */
export async function signerPolicy(options: SignerPolicyOptions): Promise<SignerPolicy> {
  if (options.key !== undefined && Object.keys(options.claims ?? {}).length > 0)
    throw new AcgsError('usage/invalid', 'expected a key or claims of a certificate, got both', {
      next: ['leave out --key, or the claims: a key has none'],
    });
  const identity = identityPolicy(options);
  if (options.key === undefined) {
    if (identity === undefined)
      throw new AcgsError(
        'verify/no-identity',
        'expected a key or an identity to verify against, got neither',
        {
          next: NEXT,
        },
      );
    return { kind: 'identities', identities: [await compileIdentity(identity)] };
  }
  if (identity !== undefined)
    throw new AcgsError('usage/invalid', 'expected a key or an identity to verify against, got both', {
      next: ['leave out --key, or the identity'],
    });
  return { kind: 'keys', keys: [await loadPublicKey(parseKeyReference(options.key))] };
}

function identityPolicy(options: SignerPolicyOptions): IdentityPolicy | undefined {
  const subject = expectation(
    'certificate-identity',
    options.certificateIdentity,
    options.certificateIdentityRegexp,
  );
  const issuer = expectation(
    'certificate-oidc-issuer',
    options.certificateOidcIssuer,
    options.certificateOidcIssuerRegexp,
  );
  const { claims = {} } = options;
  if (options.github !== undefined)
    return withClaims(githubIdentity(options.github, { subject, issuer }), claims);
  const [claim] = Object.keys(claims);
  if (subject === undefined && issuer === undefined) {
    if (claim === undefined) return undefined;
    throw new AcgsError('verify/no-identity', `expected an identity beside the claim ${claim}, got none`, {
      next: NEXT.slice(1),
    });
  }
  if (subject === undefined || issuer === undefined)
    throw new AcgsError(
      'verify/no-identity',
      `expected an identity and its issuer, got only ${subject === undefined ? 'the issuer' : 'the identity'}`,
      { next: [`add --certificate-${subject === undefined ? 'identity' : 'oidc-issuer'}`] },
    );
  return withClaims({ subject, issuer }, claims);
}

function withClaims(identity: IdentityPolicy, claims: Claims): IdentityPolicy {
  const twice = Object.keys(claims).find((name) => Object.hasOwn(identity.claims ?? {}, name));
  if (twice !== undefined)
    throw new AcgsError(
      'usage/invalid',
      `the claim ${twice} is asked for twice: by a flag of the GitHub workflow, and by its own`,
    );
  const all = { ...identity.claims, ...claims };
  return Object.keys(all).length === 0 ? identity : { ...identity, claims: all };
}

function expectation(
  flag: string,
  literal: string | undefined,
  pattern: string | undefined,
): Expectation | undefined {
  if (literal !== undefined && pattern !== undefined)
    throw new AcgsError('usage/invalid', `expected --${flag} or --${flag}-regexp, got both`);
  if (literal !== undefined) return { literal };
  return pattern === undefined ? undefined : { pattern };
}
