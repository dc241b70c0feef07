import { z } from 'zod';
import { answering, digest, platform, problem, reason } from './common.js';

/** An in-toto statement, as it was signed. */
export const statement = z.object({
  _type: z.string(),
  subject: z.array(z.looseObject({ digest: z.record(z.string(), z.string()) })),
  predicateType: z.string(),
  predicate: z.unknown(),
});

const result = z.object({
  mediaType: z.string().describe('After sigstore-go’s verification result.'),
  statement: statement.optional(),
  signature: z.object({
    certificate: z
      .object({
        certificateIssuer: z.string(),
        subjectAlternativeName: z.string(),
        notBefore: z.string(),
        notAfter: z.string(),
        extensions: z.record(z.string(), z.string()),
      })
      .optional(),
    publicKeyHint: z.string().optional(),
  }),
  verifiedTimestamps: z.array(
    z.object({ type: z.enum(['Tlog', 'TimestampAuthority']), timestamp: z.string() }),
  ),
  logEntries: z.array(
    z.object({
      logId: z.string(),
      logIndex: z.string(),
      kind: z.string(),
      integratedTime: z.string().optional(),
    }),
  ),
  verifiedIdentity: z
    .object({
      subjectAlternativeName: z.string(),
      issuer: z.string(),
      extensions: z.record(z.string(), z.string()).optional(),
    })
    .optional()
    .describe('The identity of the policy that matched, as it was asked for.'),
});

const store = z.enum(['referrers', 'fallback-tag', 'legacy-tag', 'layout', 'archive', 'file']);

const subject = z.object({
  digest,
  platform: platform.optional(),
  verified: z.boolean(),
  requirements: z.array(
    z.object({
      name: z.string(),
      predicateType: z.string(),
      met: z.boolean(),
      signers: z.array(z.string()).optional().describe('Signers of the policy who signed.'),
      threshold: z.number().int().optional(),
      reason: reason.optional().describe('Why evidence of the type did not count.'),
    }),
  ),
  evidence: z.array(
    z.object({
      kind: z.enum(['signature', 'provenance', 'sbom', 'scan', 'vsa', 'attestation']),
      predicateType: z.string(),
      store,
      manifest: digest,
      result,
      signers: z.array(z.string()).optional().describe('Signers of the policy that it is by.'),
    }),
  ),
  refused: z.array(
    z.object({ store, manifest: digest, form: z.enum(['bundle', 'simple-signing', 'envelope']), reason }),
  ),
  hashLabel: z.object({ expected: z.string(), found: z.string().optional(), met: z.boolean() }).optional(),
});

/** `acgs verify --json`. */
export const verifyDocument = answering({
  results: z.array(
    z.object({
      image: z.string(),
      digest: digest.optional().describe('Missing where the image could not be opened.'),
      verified: z.boolean(),
      subjects: z.array(subject),
      hashed: z
        .object({ manifests: z.number().int(), blobs: z.number().int(), bytes: z.number().int() })
        .optional(),
      failure: problem.optional(),
    }),
  ),
});

/** `acgs verify blob --json`. */
export const verifyBlobDocument = answering({
  results: z.array(
    z.object({
      artifact: z.string(),
      bundle: z.string(),
      verified: z.boolean(),
      result: result.optional(),
      reason: reason.optional().describe('Why it was refused.'),
      failure: reason.optional().describe('What kept it from being judged.'),
    }),
  ),
});
