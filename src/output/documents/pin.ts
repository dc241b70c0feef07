import { z } from 'zod';
import { digest, error, failure } from './common.js';

const images = z.array(
  z.object({
    line: z.number().int().describe('Of the file as it was.'),
    place: z.enum(['FROM', 'COPY --from', 'RUN --mount', 'syntax']),
    written: z.string(),
    image: z.string().optional().describe('In full, with the tag that was asked for.'),
    state: z.enum(['pinned', 'refreshed', 'current', 'left', 'failed']),
    from: digest.optional().describe('The digest that stood there.'),
    to: digest.optional().describe('The digest that stands there now.'),
    created: z.string().optional().describe('When the image was made, RFC 3339.'),
    why: z.string().optional().describe('Why it was left, or could not be asked for.'),
  }),
);

/** `acgs dockerfile pin --json`. */
export const pinDocument = z.union([
  z.object({
    schemaVersion: z.literal(1),
    status: z.enum(['passed', 'refused', 'failed']),
    error: error.optional().describe('Unless it passed.'),
    file: z.string(),
    changed: z.boolean(),
    written: z.boolean(),
    diff: z.string().describe('Unified; empty when nothing is to change.'),
    images,
    lock: z.string().optional().describe('The lock of images that was read.'),
  }),
  failure,
]);
