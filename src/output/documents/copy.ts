import { z } from 'zod';
import { digest, passing } from './common.js';

const descriptor = z.looseObject({ mediaType: z.string(), digest, size: z.number().int() });

/** `acgs copy --json`. */
export const copyDocument = passing({
  from: z.string(),
  digest,
  verified: z.boolean().describe('Whether it was verified before it was copied.'),
  copies: z.array(
    z.object({
      reference: z.string(),
      tags: z.array(z.string()),
      result: z.object({
        root: descriptor,
        manifests: z.object({ written: z.number().int(), present: z.number().int() }),
        blobs: z.object({
          written: z.number().int(),
          present: z.number().int(),
          mounted: z.number().int(),
        }),
        bytes: z.number().int().describe('Of the blobs written.'),
        referrers: z.array(z.object({ subject: digest, descriptor })),
        companions: z.array(z.string()),
      }),
    }),
  ),
});
