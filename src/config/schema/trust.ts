import { z } from 'zod';
import { duration, line, serviceUrl } from './values.js';

const key = line.describe('A file, env://VARIABLE or a KMS URI, as cosign takes it.');

/** `sign`: who signs. */
export const sign = z
  .strictObject({
    key: key.exactOptional(),
    format: z
      .enum(['bundle', 'legacy', 'both'])
      .default('bundle')
      .describe('Sigstore bundles as referrers, cosign 2 signatures as tags, or both.'),
    fulcioUrl: serviceUrl.exactOptional().describe('Certificate authority for keyless signing.'),
    rekorUrl: serviceUrl.exactOptional().describe('Transparency log.'),
    timestampServerUrl: serviceUrl.exactOptional().describe('RFC 3161 timestamp authority.'),
    annotations: z.record(line, line).default({}).describe('Annotations that are signed with the image.'),
  })
  .prefault({})
  .describe('Who signs, and with what.');

const IDENTITY_KEYS = {
  certificateIdentity: line.describe('The exact identity in the certificate.'),
  certificateIdentityRegexp: line.describe('A pattern for the whole identity.'),
  certificateOidcIssuer: line.describe('The exact issuer of the identity.'),
  certificateOidcIssuerRegexp: line.describe('A pattern for the whole issuer.'),
  githubRepo: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, 'expected OWNER/REPOSITORY')
    .describe('OWNER/REPOSITORY on GitHub; implies the issuer and needs githubWorkflow.'),
  githubWorkflow: line.describe('File of the workflow, e.g. .github/workflows/release.yml.'),
  githubRef: line.describe('Git reference, e.g. refs/tags/v1.2.3.'),
};

const identity = z
  .strictObject({
    certificateIdentity: IDENTITY_KEYS.certificateIdentity.exactOptional(),
    certificateIdentityRegexp: IDENTITY_KEYS.certificateIdentityRegexp.exactOptional(),
    certificateOidcIssuer: IDENTITY_KEYS.certificateOidcIssuer.exactOptional(),
    certificateOidcIssuerRegexp: IDENTITY_KEYS.certificateOidcIssuerRegexp.exactOptional(),
    githubRepo: IDENTITY_KEYS.githubRepo.exactOptional(),
    githubWorkflow: IDENTITY_KEYS.githubWorkflow.exactOptional(),
    githubRef: IDENTITY_KEYS.githubRef.exactOptional(),
  })
  .superRefine((chosen, context) => {
    const fail = (message: string): void => context.addIssue({ code: 'custom', message });
    const certificate =
      chosen.certificateIdentity !== undefined || chosen.certificateIdentityRegexp !== undefined;
    const issuer =
      chosen.certificateOidcIssuer !== undefined || chosen.certificateOidcIssuerRegexp !== undefined;
    // Keyless verification without identity and issuer proves nothing (docs/security-model.md).
    if (!certificate && chosen.githubRepo === undefined)
      fail('expected certificateIdentity or githubRepo: an issuer alone names nobody');
    else if (certificate && chosen.githubRepo !== undefined)
      fail('expected certificateIdentity or githubRepo, got both');
    else if (certificate && !issuer) fail('expected certificateOidcIssuer beside certificateIdentity');
    // "Signed by the repository" is not enough: any of its workflows could have signed (CVE-2026-45321).
    else if (chosen.githubRepo !== undefined && chosen.githubWorkflow === undefined)
      fail('expected githubWorkflow beside githubRepo');
    if (chosen.certificateIdentity !== undefined && chosen.certificateIdentityRegexp !== undefined)
      fail('expected certificateIdentity or certificateIdentityRegexp, got both');
    if (chosen.certificateOidcIssuer !== undefined && chosen.certificateOidcIssuerRegexp !== undefined)
      fail('expected certificateOidcIssuer or certificateOidcIssuerRegexp, got both');
  })
  .describe('Who must have signed; without it, the signer of the run.');

/** `verify`: what a release must prove after the push. */
export const verify = z
  .strictObject({
    key: key.exactOptional(),
    identity: identity.exactOptional(),
    require: z
      .array(line)
      .default([])
      .describe(
        'What must be there besides the signature: slsaprovenance1, cyclonedx, spdx, vuln, or a predicate type.',
      ),
    maxAge: duration.exactOptional().describe('Older evidence is refused.'),
  })
  .refine(
    (chosen) => chosen.key === undefined || chosen.identity === undefined,
    'expected key or identity, got both',
  )
  .prefault({})
  .describe('What is verified after the push.');

/** `sigstore`: the trust material of a private Sigstore. */
export const sigstore = z
  .strictObject({
    trustedRoot: line.exactOptional().describe('trusted_root.json, relative to this file.'),
    signingConfig: line.exactOptional().describe('signing_config.json, relative to this file.'),
  })
  .prefault({})
  .describe('A Sigstore of your own.');
