import { z } from 'zod';
import { digest, error, failure } from './common.js';

const line = z.number().int();

const proven = z.object({
  digest,
  smoke: z.union([
    z.object({ status: z.literal('passed'), observed: z.enum(['healthy', 'running', 'exit0']) }),
    z.object({ status: z.enum(['failed', 'skipped']), why: z.string() }),
  ]),
});

const proof = z.object({
  proven: z.boolean(),
  before: proven,
  after: proven,
  differences: z
    .array(
      z.object({
        field: z.string(),
        before: z.string().optional().describe('JSON.'),
        after: z.string().optional().describe('JSON.'),
        rules: z.array(z.string()).describe('Whose changes explain it; none: unexpected.'),
      }),
    )
    .describe('What the images say differently of themselves.'),
  reasons: z.array(z.string()).describe('Why it is not proven.'),
});

/** `acgs dockerfile harden --json`. */
export const hardenDocument = z.union([
  z.object({
    schemaVersion: z.literal(1),
    status: z.enum(['passed', 'refused', 'failed']),
    error: error.optional().describe('Unless it passed.'),
    proof: proof.optional().describe('With --prove, where there is a change.'),
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
  }),
  failure,
]);
