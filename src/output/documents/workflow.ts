import { z } from 'zod';
import { answering, failure } from './common.js';

const line = z.number().int();

/** `acgs workflow check --json`. */
export const workflowCheckDocument = z.union([
  z.object({
    schemaVersion: z.literal(1),
    status: z.enum(['passed', 'refused']),
    files: z.array(
      z.object({
        file: z.string(),
        findings: z.array(
          z.object({
            code: z.string().describe('Name of the rule, zizmor’s where zizmor has the same.'),
            level: z.enum(['error', 'warning', 'info', 'style']),
            message: z.string(),
            line,
            column: line,
            endLine: line,
            endColumn: line,
          }),
        ),
      }),
    ),
  }),
  failure,
]);

/** `acgs workflow update --json`. */
export const workflowUpdateDocument = answering(
  {
    pins: z.string().describe('The day on which the commits were taken, YYYY-MM-DD.'),
    written: z.boolean(),
    files: z.array(
      z.object({
        file: z.string(),
        diff: z.string().describe('Unified; empty when nothing is to change.'),
        moved: z.array(
          z.object({
            line,
            action: z.string(),
            from: z.string().describe('Version or ref before.'),
            to: z.string(),
            sha: z.string(),
          }),
        ),
        left: z
          .array(z.object({ line, action: z.string(), ref: z.string(), why: z.string() }))
          .describe('Not at the commit that acgs knows, and not moved.'),
      }),
    ),
  },
  'refused',
);
