import { z } from 'zod';
import { answering } from './common.js';

const line = z.number().int();

/** `acgs dockerfile harden --json`. */
export const hardenDocument = answering(
  {
    file: z.string(),
    changed: z.boolean(),
    written: z.boolean(),
    diff: z.string().describe('Unified; empty when nothing is to change.'),
    changes: z.array(
      z.object({
        rule: z.string(),
        title: z.string(),
        reason: z.string(),
        risk: z.enum(['safe', 'review', 'needs rebuild']),
        lines: z.array(line).describe('Of the hardened file.'),
      }),
    ),
    refused: z.array(z.object({ rule: z.string(), title: z.string(), why: z.string(), line })),
    remaining: z.array(
      z.object({
        line,
        code: z.string(),
        level: z.enum(['error', 'warning', 'info', 'style']),
        message: z.string(),
        counts: z.boolean().describe('It can fail a lint run.'),
      }),
    ),
  },
  'refused',
);
