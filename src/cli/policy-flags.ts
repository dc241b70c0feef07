import { string } from '@oclif/core/flags';
import { claimFlags, type ClaimFlags } from './claim-flags.js';
import { bold, text, toggle } from './flags.js';

const IDENTITY = { helpGroup: 'IDENTITY' } as const;

/** Whose signature counts: cosign's flags with cosign's meanings, and a GitHub workflow by its name. */
export const policyFlags = {
  key: text('key', 'public key to verify with: a file, env://VAR or a KMS URI', { helpValue: 'KEY' }),
  'certificate-identity': text('certificate-identity', 'the exact identity in the certificate', IDENTITY),
  'certificate-identity-regexp': text(
    'certificate-identity-regexp',
    'a pattern (RE2) that the whole identity must match',
    IDENTITY,
  ),
  'certificate-oidc-issuer': text(
    'certificate-oidc-issuer',
    'the exact issuer of the identity, e.g. https://token.actions.githubusercontent.com',
    IDENTITY,
  ),
  'certificate-oidc-issuer-regexp': text(
    'certificate-oidc-issuer-regexp',
    'a pattern (RE2) that the whole issuer must match',
    IDENTITY,
  ),
  'github-repo': text('github-repo', 'repository on GitHub whose workflow signs; implies the issuer', {
    ...IDENTITY,
    helpValue: 'OWNER/REPO',
  }),
  'github-workflow': text('github-workflow', 'file of the workflow, e.g. release.yml', {
    ...IDENTITY,
    helpValue: 'FILE',
  }),
  'github-ref': text('github-ref', 'git reference that the workflow ran for, e.g. refs/tags/v1.2.3', {
    ...IDENTITY,
    helpValue: 'REF',
  }),
  'github-sha': text('github-sha', 'commit that the workflow ran for', { ...IDENTITY, helpValue: 'COMMIT' }),
  'github-trigger': text('github-trigger', 'event that started the workflow, e.g. push', {
    ...IDENTITY,
    helpValue: 'EVENT',
  }),
  'any-workflow': bold('any workflow of --github-repo may have signed', IDENTITY),
  ...claimFlags,
  policy: text('policy', 'a policy file (YAML or JSON) that says whom and what to trust', {
    helpValue: 'FILE',
  }),
  'require-tlog': toggle('require-tlog', 'what a key signed must be in a transparency log too'),
  'trusted-root': text(
    'trusted-root',
    'trusted_root.json of another Sigstore than the public one, or the mirror that `acgs trust update` fetched it from',
    {
      helpValue: 'FILE|URL',
    },
  ),
  'max-age': text('max-age', 'refuse signatures made longer ago, e.g. 90d', { helpValue: 'AGE' }),
  'insecure-ignore-tlog': string({
    description: 'accepted as in cosign; with --key it does nothing, since a key needs no log',
    options: ['true', 'false'],
    helpValue: 'true|false',
    helpGroup: 'IDENTITY',
  }),
};

/** {@link policyFlags}, parsed. */
export interface PolicyFlags extends ClaimFlags {
  readonly policy?: string | undefined;
  readonly 'require-tlog'?: boolean | undefined;
  readonly key?: string | undefined;
  readonly 'certificate-identity'?: string | undefined;
  readonly 'certificate-identity-regexp'?: string | undefined;
  readonly 'certificate-oidc-issuer'?: string | undefined;
  readonly 'certificate-oidc-issuer-regexp'?: string | undefined;
  readonly 'github-repo'?: string | undefined;
  readonly 'github-workflow'?: string | undefined;
  readonly 'github-ref'?: string | undefined;
  readonly 'github-sha'?: string | undefined;
  readonly 'github-trigger'?: string | undefined;
  readonly 'any-workflow'?: boolean | undefined;
  readonly 'trusted-root'?: string | undefined;
  readonly 'max-age'?: string | undefined;
  readonly 'insecure-ignore-tlog'?: string | undefined;
}

/** Lets `--insecure-ignore-tlog` stand alone, as in cosign, and with `=true`. */
export const LONE_FLAG = { flag: '--insecure-ignore-tlog', value: /^(?:true|false)$/, standard: 'true' };

/** Whether anything on the command line asks for a verification. */
export function asksToVerify(flags: PolicyFlags): boolean {
  return Object.entries(flags).some(
    ([name, value]) => value !== undefined && value !== false && Object.hasOwn(policyFlags, name),
  );
}
