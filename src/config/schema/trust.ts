import { z } from 'zod';
import { identity } from './identity.js';
import { duration, key, line, serviceUrl } from './values.js';

/** `sign`: who signs. */
export const sign = z
  .strictObject({
    key: key.exactOptional(),
    format: z
      .enum(['bundle', 'both'])
      .default('bundle')
      .describe('Sigstore bundles as referrers, or what cosign 2 reads under its tags too.'),
    fulcioUrl: serviceUrl.exactOptional().describe('Certificate authority for keyless signing.'),
    rekorUrl: serviceUrl.exactOptional().describe('Transparency log.'),
    timestampServerUrl: serviceUrl.exactOptional().describe('RFC 3161 timestamp authority.'),
    annotations: z.record(line, line).default({}).describe('Annotations that are signed with the image.'),
  })
  .prefault({})
  .describe('Who signs, and with what.');

/** `verify`: what a release must prove after the push. */
export const verify = z
  .strictObject({
    key: key.exactOptional(),
    identity: identity.exactOptional().describe('Who must have signed; without it, the signer of the run.'),
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
