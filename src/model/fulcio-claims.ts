import { type FulcioClaim } from './fulcio-extensions.js';

/** What each claim of a certificate says, for flags, schemas and pages. */
export const FULCIO_CLAIMS: Readonly<Record<FulcioClaim, string>> = {
  buildSignerURI: 'build instructions that signed, e.g. a reusable workflow at a ref',
  buildSignerDigest: 'commit of the build instructions that signed',
  runnerEnvironment: 'where the build ran: github-hosted or self-hosted',
  sourceRepositoryURI: 'repository that was built',
  sourceRepositoryDigest: 'commit that was built',
  sourceRepositoryRef: 'git reference that was built',
  sourceRepositoryIdentifier: 'immutable id of the repository',
  sourceRepositoryOwnerURI: 'owner of the repository',
  sourceRepositoryOwnerIdentifier: 'immutable id of the owner',
  sourceRepositoryVisibilityAtSigning: 'public or private, when it signed',
  buildConfigURI: 'top-level build instructions, e.g. the calling workflow at a ref',
  buildConfigDigest: 'commit of the top-level build instructions',
  buildTrigger: 'event that started the build',
  runInvocationURI: 'the very run that signed',
  deploymentEnvironment: 'deployment environment of the job',
  githubWorkflowTrigger: 'event that started the workflow (older claim, as cosign’s flag)',
  githubWorkflowSHA: 'commit of the workflow (older claim, as cosign’s flag)',
  githubWorkflowName: 'name of the workflow (older claim, as cosign’s flag)',
  githubWorkflowRepository: 'OWNER/REPO of the workflow (older claim, as cosign’s flag)',
  githubWorkflowRef: 'git reference of the workflow (older claim, as cosign’s flag)',
};
