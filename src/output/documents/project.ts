import { z } from 'zod';
import { answering, error, failure, passing, problem } from './common.js';

/** `acgs doctor --json`. */
export const doctorDocument = answering({
  checks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      state: z.enum(['ok', 'missing']),
      version: z.string().optional(),
      detail: z.string().optional(),
      problem: problem.optional(),
    }),
  ),
  fixes: z
    .array(z.object({ id: z.string(), done: z.boolean(), message: z.string(), next: z.array(z.string()) }))
    .describe('What --fix did.'),
});

const status = z.enum(['passed', 'fresh', 'done', 'skipped', 'refused', 'failed', 'cancelled', 'pending']);

/** `acgs explain --json`. */
export const explainDocument = passing({
  runId: z.string(),
  explanations: z.array(
    z.object({
      step: z.string().describe('[SERVICE/][PLATFORM/]STEP'),
      title: z.string(),
      runId: z.string(),
      status,
      imported: z.boolean(),
      why: z.string(),
      inputs: z.array(z.string()).describe('What decides whether it is fresh.'),
      waitedFor: z.array(z.object({ step: z.string(), status })),
      durationMs: z.number(),
      error: error.extend({ output: z.string().optional() }).optional(),
      log: z.string().optional(),
    }),
  ),
});

const foundService = z.object({
  name: z.string(),
  context: z.string(),
  dockerfile: z.string().describe('Relative to the context.'),
  target: z.string().optional(),
  buildArgs: z.record(z.string(), z.string()),
  platforms: z.array(z.string()),
  port: z.number().int().optional(),
  health: z.string().optional(),
  from: z.string().describe('What told the context.'),
  incomplete: z.boolean(),
});

/** `acgs init --json`. */
export const initDocument = z.union([
  z.object({
    schemaVersion: z.literal(1),
    file: z.string(),
    written: z.boolean().describe('False where the file was there: it is never overwritten.'),
    services: z.array(foundService),
    missing: z.array(foundService).describe('Found, but not in the file that was there.'),
    gone: z.array(z.object({ name: z.string(), dockerfile: z.string() })),
    skipped: z.array(z.object({ dockerfile: z.string(), reason: z.string() })),
    paste: z.string().describe('Entries for `missing`, to paste below `services:`.'),
  }),
  failure,
]);
