import { z } from 'zod';

/** `sha256:…` */
export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** `linux/arm64/v8` */
export const platform = z.string().describe('os/arch[/variant]');

/** Why something failed or was refused. */
export const reason = z.object({
  code: z.string().describe('Contract: see docs/errors.md and docs/security-model.md.'),
  message: z.string(),
});

export const problem = reason.extend({
  next: z.array(z.string()).describe('What to do now, one sentence or command each.'),
});

/** `error` of every document. */
export const error = problem.extend({
  exit: z.number().int().describe('The exit code of the command.'),
  file: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
});

const version = { schemaVersion: z.literal(1) };

/** What every command prints with `--json` when it could not do its work. */
export const failure = z.object({ ...version, status: z.literal('failed'), error });

/** A command that only ever passes or fails as a whole. */
export function passing<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.union([z.object({ ...version, status: z.literal('passed'), ...shape }), failure]);
}

/** A command whose answer can be a failure in itself, with its document told all the same. */
export function answering<Shape extends z.ZodRawShape>(shape: Shape, bad: 'failed' | 'refused' = 'failed') {
  const status = z.enum(['passed', bad]);
  return z.union([
    z.object({ ...version, status, error: error.optional().describe('Unless it passed.'), ...shape }),
    failure,
  ]);
}
