import { z } from 'zod';
import { answering } from './common.js';

/** `acgs trust show --json`, `acgs trust update --json`. */
export const trustDocument = answering({
  source: z.enum(['embedded', 'cache', 'file']),
  mirror: z.string().optional(),
  file: z.string().optional().describe('trusted_root.json, for --trusted-root.'),
  signingConfig: z.string().optional().describe('signing_config.json, for --signing-config.'),
  updatedOn: z.string().optional(),
  ageSeconds: z.number().int().optional(),
  expires: z.string().optional().describe('The first of its metadata to expire.'),
  expired: z.boolean().optional(),
  parties: z.array(
    z.object({
      kind: z.enum(['certificate-authority', 'timestamp-authority', 'transparency-log', 'certificate-log']),
      name: z.string(),
      from: z.string().optional(),
      until: z.string().optional(),
    }),
  ),
});
