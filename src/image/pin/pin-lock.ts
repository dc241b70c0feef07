import { z } from 'zod';
import { type Digest, isDigest } from '../../model/digest.js';
import { AcgsError } from '../../model/errors.js';
import { formatReference, type Reference } from '../../model/reference.js';

/** Where the digests that a registry gave are kept, for runs without a network. */
export const PIN_LOCK = 'acgs-images.lock.json';

/** What a registry said of a tag. */
export interface LockedImage {
  readonly digest: Digest;
  /** When the image was made, RFC 3339, where it tells. */
  readonly created?: string;
  /** Day on which the registry was first seen to give this digest for the tag, `2026-11-28`. */
  readonly resolved: string;
}

const lockSchema = z.strictObject({
  schemaVersion: z.literal(1),
  images: z.record(
    z.string(),
    z.strictObject({
      digest: z.custom<Digest>((value) => typeof value === 'string' && isDigest(value)),
      created: z.iso.datetime({ offset: true }).optional(),
      resolved: z.iso.date(),
    }),
  ),
});

/** The images of a lock, by {@link lockKey}. */
export type PinLock = ReadonlyMap<string, LockedImage>;

/**
 * Reads a lock. @param name as shown to the user
 * @throws AcgsError `config/invalid` for anything that acgs would not have written
 */
export function parsePinLock(text: string, name: string): PinLock {
  const read = lockSchema.safeParse(jsonOf(text));
  if (!read.success)
    throw new AcgsError('config/invalid', `${name} is no lock of images: ${z.prettifyError(read.error)}`, {
      file: name,
      next: [`restore it, or remove it and run \`acgs dockerfile pin --write --lock ${name}\``],
    });
  const entries = Object.entries(read.data.images).map(([key, { digest, created, resolved }]) => {
    const image: LockedImage = { digest, resolved, ...(created === undefined ? {} : { created }) };
    return [key, image] as const;
  });
  return new Map(entries);
}

/** The text of a lock, sorted, so that two branches that pin different images merge. */
export function formatPinLock(lock: PinLock): string {
  const images = Object.fromEntries([...lock].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ schemaVersion: 1, images }, null, 2)}\n`;
}

/** The name of an image in a lock: in full, with its tag. */
export function lockKey({ registry, repository, tag = 'latest' }: Reference): string {
  return formatReference({ registry, repository, tag });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
