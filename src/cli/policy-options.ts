import { maxAgeOf } from '../actions/max-age.js';
import { type SignerPolicyOptions } from '../actions/signer-policy.js';
import { AcgsError } from '../model/errors.js';
import { claimsOf } from './claim-flags.js';
import { type PolicyFlags } from './policy-flags.js';

/**
 * The flags as the action takes them.
 * @throws AcgsError `usage/invalid` for what would not be looked at
 */
export function policyOptions(flags: PolicyFlags): SignerPolicyOptions {
  const said = {
    key: flags.key,
    certificateIdentity: flags['certificate-identity'],
    certificateIdentityRegexp: flags['certificate-identity-regexp'],
    certificateOidcIssuer: flags['certificate-oidc-issuer'],
    certificateOidcIssuerRegexp: flags['certificate-oidc-issuer-regexp'],
  };
  const claims = claimsOf(flags);
  const repository = flags['github-repo'];
  const about = {
    workflow: flags['github-workflow'],
    ref: flags['github-ref'],
    sha: flags['github-sha'],
    trigger: flags['github-trigger'],
    anyWorkflow: flags['any-workflow'] === true ? true : undefined,
  };
  const [unused] = Object.keys(given(about));
  if (repository === undefined && unused !== undefined)
    throw new AcgsError(
      'usage/invalid',
      'expected --github-repo beside the other flags of a GitHub workflow',
      {
        next: ['add --github-repo OWNER/REPO'],
      },
    );
  const ignoresLog = flags['insecure-ignore-tlog'] === 'true';
  if (ignoresLog && flags.key === undefined)
    throw new AcgsError(
      'usage/invalid',
      'a signature without a key cannot be verified without its log entry',
      {
        next: ['leave out --insecure-ignore-tlog', 'or pass --key'],
      },
    );
  if (ignoresLog && flags['require-tlog'] === true)
    throw new AcgsError('usage/invalid', 'expected --require-tlog or --insecure-ignore-tlog, got both');
  return {
    ...given(said),
    ...(Object.keys(claims).length === 0 ? {} : { claims }),
    ...(repository === undefined ? {} : { github: { repository, ...given(about) } }),
  };
}

type Given<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}

/** `--max-age` as verification takes it. @throws AcgsError `usage/invalid` */
export function maxAgeOption(flags: PolicyFlags): {
  readonly maxAge?: { readonly milliseconds: number; readonly now: Date };
} {
  const age = flags['max-age'];
  return age === undefined ? {} : { maxAge: maxAgeOf(age, '--max-age') };
}
