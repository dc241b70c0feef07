import { z } from 'zod';
import { digest, passing, platform, reason } from './common.js';
import { statement } from './verify.js';

const signer = z.union([
  z.object({ kind: z.literal('public-key'), hint: z.string().optional() }),
  z.object({
    kind: z.literal('certificate'),
    identity: z.string(),
    issuer: z.string().optional(),
    notBefore: z.string(),
    notAfter: z.string(),
    claims: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal('unreadable'), reason: z.string() }),
]);

/** `acgs inspect --json`: nothing of it is verified. */
export const inspectDocument = passing({
  results: z.array(
    z.object({
      image: z.string(),
      digest,
      mediaType: z.string(),
      platforms: z.array(z.object({ platform, digest })),
      evidence: z.array(
        z.object({
          store: z.enum(['referrers', 'fallback-tag', 'legacy-tag', 'layout', 'archive', 'file']),
          manifest: digest,
          subject: digest,
          platform: platform.optional(),
          tag: z.string().optional(),
          mediaType: z.string(),
          kind: z.enum(['signature', 'provenance', 'sbom', 'scan', 'vsa', 'attestation', 'other']),
          predicateType: z.string().optional(),
          signer: signer.optional(),
          logEntries: z.number().int().optional(),
          timestamps: z.number().int().optional(),
          size: z.number().int(),
          created: z.string().optional(),
          problem: reason.optional(),
        }),
      ),
      verifyWith: z.array(z.object({ command: z.string(), verified: z.literal(false) })),
    }),
  ),
});

/** `acgs provenance show --json`: nothing of it is verified. */
export const provenanceShowDocument = passing({
  image: z.string(),
  digest,
  verified: z.literal(false),
  provenance: z.array(z.object({ manifest: digest, signer, statement })),
});
