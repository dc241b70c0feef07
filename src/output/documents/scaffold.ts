import { z } from 'zod';
import { answering, digest } from './common.js';

/** `acgs dockerfile scaffold --json`. */
export const scaffoldDocument = answering(
  {
    stack: z.string(),
    evidence: z.string().describe('File that told the stack; empty where a flag did.'),
    context: z
      .string()
      .describe('The build context that the Dockerfile is for, relative to where acgs runs.'),
    dockerfile: z.string().describe('Relative to the context, as acgs.yaml takes it.'),
    answers: z.array(
      z.object({
        name: z.enum(['stack', 'runtime', 'port', 'command', 'health']),
        value: z.string(),
        from: z.enum(['flag', 'acgs.yaml', 'detected', 'asked', 'default']),
      }),
    ),
    bases: z.array(
      z.object({ image: z.string(), digest: digest.optional(), from: z.enum(['registry', 'lock', 'tag']) }),
    ),
    files: z.array(
      z.object({
        path: z.string(),
        state: z.enum(['new', 'same', 'differs', 'kept']).describe('Before anything was written.'),
        written: z.boolean(),
        backup: z.string().optional().describe('Where the file that was there went.'),
      }),
    ),
    diff: z.string().describe('Unified; empty when nothing differs.'),
    warnings: z.array(z.string()),
  },
  'refused',
);
