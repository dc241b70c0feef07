import { z } from 'zod';
import { parseDigest } from '../model/digest.js';

export const digestSchema = z.string().transform(parseDigest);

/** {@link ImageArtifact} in a journal. */
export const artifactSchema = z.object({
  service: z.string(),
  image: z.string(),
  layout: z.string(),
  digest: digestSchema,
  platforms: z.array(
    z.object({
      platform: z.object({ os: z.string(), architecture: z.string(), variant: z.string().exactOptional() }),
      manifest: digestSchema,
      config: digestSchema,
    }),
  ),
  bases: z.array(z.object({ name: z.string(), digest: digestSchema })),
});
