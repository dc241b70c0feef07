/**
 * Last number of the OID of each claim that Fulcio writes into a certificate, under sigstore-go's names (sigstore/fulcio,
 * docs/oid-info.md). 1 to 6 are raw text, from 8 on DER strings.
 */
export const FULCIO_EXTENSIONS = {
  issuer: 8,
  githubWorkflowTrigger: 2,
  githubWorkflowSHA: 3,
  githubWorkflowName: 4,
  githubWorkflowRepository: 5,
  githubWorkflowRef: 6,
  buildSignerURI: 9,
  buildSignerDigest: 10,
  runnerEnvironment: 11,
  sourceRepositoryURI: 12,
  sourceRepositoryDigest: 13,
  sourceRepositoryRef: 14,
  sourceRepositoryIdentifier: 15,
  sourceRepositoryOwnerURI: 16,
  sourceRepositoryOwnerIdentifier: 17,
  buildConfigURI: 18,
  buildConfigDigest: 19,
  buildTrigger: 20,
  runInvocationURI: 21,
  sourceRepositoryVisibilityAtSigning: 22,
  deploymentEnvironment: 23,
} as const;

export type FulcioExtension = keyof typeof FULCIO_EXTENSIONS;

/** A claim that a policy may ask for by name; the issuer has flags and keys of its own. */
export type FulcioClaim = Exclude<FulcioExtension, 'issuer'>;
