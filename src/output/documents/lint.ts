import { z } from 'zod';
import { error, failure } from './common.js';

const level = z.enum(['error', 'warning', 'info', 'style']);
const count = z.number().int();

const finding = z.object({
  code: z.string(),
  level,
  message: z.string(),
  line: count,
  column: count,
  endLine: count.optional(),
  endColumn: count.optional(),
  instructionLine: count.optional(),
  counts: z.boolean().describe('Whether it can fail the run; advice never does.'),
  fix: z.object({ title: z.string(), risk: z.string() }).optional(),
  sameAs: z.string().optional(),
  url: z.string(),
});

/** `acgs dockerfile lint --json`. */
export const lintDocument = z.union([
  z.object({
    schemaVersion: z.literal(1),
    status: z.enum(['passed', 'refused', 'failed']),
    failureThreshold: z.string(),
    shellcheck: z.unknown(),
    configuration: z.array(z.string()),
    summary: z.object({
      files: count,
      findings: count,
      error: count,
      warning: count,
      info: count,
      style: count,
      failing: count,
      advice: count,
    }),
    files: z.array(z.object({ file: z.string(), findings: z.array(finding) })),
    errors: z.array(error),
    fixed: z
      .array(
        z.object({ file: z.string(), applied: z.array(z.object({ rule: z.string(), title: z.string() })) }),
      )
      .optional()
      .describe('With --fix, what was written; with --diff, what would be.'),
    patch: z.string().optional().describe('With --diff.'),
  }),
  z.looseObject({ schemaVersion: z.literal(1), rule: z.unknown() }).describe('With --explain.'),
  failure,
]);
