import { z } from 'zod';
import { AcgsError, messageOf } from '../model/errors.js';
import { ACGS_URI } from '../model/uris.js';
import { isPathInside } from './path-inside.js';

/** Beside acgs.yaml, committed: what the kits wrote. */
export const LOCK_FILE = 'acgs.lock.json';

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 hex digits');

const entry = z.strictObject({
  kit: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/)
    .describe('Of the kit that rendered it last.'),
  answers: digest.describe("Of the kit's answers, defaults included."),
  base: digest.describe('Of the text as it was rendered: edits are told from updates by it.'),
  mode: z.enum(['managed', 'merge', 'seed']),
});

/** `acgs.lock.json`. A file has one owner. */
export const lockSchema = z.strictObject({
  $schema: z.string().exactOptional(),
  lockVersion: z.literal(1),
  files: z
    .record(z.string().refine(isPathInside, 'expected a path below the project'), entry)
    .describe('By path, relative to acgs.yaml.'),
});

export type LockEntry = z.output<typeof entry>;
/** Files by path. */
export type Lock = ReadonlyMap<string, LockEntry>;

/**
 * Reads the text of a lock file. What stands in it is somebody else's: a path that leaves the project is refused.
 * @throws AcgsError `kit/lock`
 */
export function parseLock(text: string): Lock {
  const fail = (message: string, cause?: unknown): never => {
    throw new AcgsError('kit/lock', `${LOCK_FILE}: ${message}`, { file: LOCK_FILE, cause });
  };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    fail(/^<{7} /m.test(text) ? 'it holds conflict markers' : messageOf(error), error);
  }
  const parsed = lockSchema.safeParse(data);
  if (parsed.success) return new Map(Object.entries(parsed.data.files));
  const issue = parsed.error.issues[0];
  return fail(`${issue?.path.join(' ') ?? ''}: ${issue?.message ?? 'is not valid'}`);
}

/** The text of a lock file: sorted, so that the same files give the same bytes. */
export function printLock(lock: Lock): string {
  const files = Object.fromEntries(
    [...lock]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, { kit, version, answers, base, mode }]) => [path, { kit, version, answers, base, mode }]),
  );
  const $schema = `${ACGS_URI}/schemas/acgs.lock.schema.json`;
  return `${JSON.stringify({ $schema, lockVersion: 1, files }, undefined, 2)}\n`;
}
