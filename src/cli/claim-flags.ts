import { FULCIO_CLAIMS } from '../model/fulcio-claims.js';
import { type FulcioClaim } from '../model/fulcio-extensions.js';
import { text } from './flags.js';

const CLAIM = { helpGroup: 'CLAIMS OF THE CERTIFICATE' } as const;

/** Flags that ask for a claim of the certificate. The last five are cosign's. */
const FLAGS = {
  'build-signer-uri': 'buildSignerURI',
  'build-signer-digest': 'buildSignerDigest',
  'runner-environment': 'runnerEnvironment',
  'source-repository-uri': 'sourceRepositoryURI',
  'source-repository-digest': 'sourceRepositoryDigest',
  'source-repository-ref': 'sourceRepositoryRef',
  'source-repository-id': 'sourceRepositoryIdentifier',
  'source-repository-owner-uri': 'sourceRepositoryOwnerURI',
  'source-repository-owner-id': 'sourceRepositoryOwnerIdentifier',
  'source-repository-visibility': 'sourceRepositoryVisibilityAtSigning',
  'build-config-uri': 'buildConfigURI',
  'build-config-digest': 'buildConfigDigest',
  'build-trigger': 'buildTrigger',
  'run-invocation-uri': 'runInvocationURI',
  'deployment-environment': 'deploymentEnvironment',
  'certificate-github-workflow-trigger': 'githubWorkflowTrigger',
  'certificate-github-workflow-sha': 'githubWorkflowSHA',
  'certificate-github-workflow-name': 'githubWorkflowName',
  'certificate-github-workflow-repository': 'githubWorkflowRepository',
  'certificate-github-workflow-ref': 'githubWorkflowRef',
} as const satisfies Record<string, FulcioClaim>;

type ClaimFlag = keyof typeof FLAGS;

/** {@link claimFlags}, parsed. */
export type ClaimFlags = { readonly [Name in ClaimFlag]?: string | undefined };

/** A flag for each claim that Fulcio writes into a certificate. */
export const claimFlags = Object.fromEntries(
  Object.entries(FLAGS).map(([flag, claim]) => [flag, text(flag, FULCIO_CLAIMS[claim], CLAIM)]),
) as Record<ClaimFlag, ReturnType<typeof text>>;

/** The claims that were asked for. */
export function claimsOf(
  flags: ClaimFlags,
): Readonly<Partial<Record<FulcioClaim, { readonly literal: string }>>> {
  return Object.fromEntries(
    Object.entries(FLAGS).flatMap(([flag, claim]) => {
      const literal = flags[flag as ClaimFlag];
      return literal === undefined ? [] : [[claim, { literal }]];
    }),
  );
}
