import { join } from 'node:path';
import { z } from 'zod';
import { AcgsError, messageOf } from '../../model/errors.js';
import { isDigest } from '../../model/digest.js';
import { parseReference } from '../../model/reference.js';
import { type ScaffoldBase } from '../../model/scaffolding.js';
import { type RegistryOptions } from '../../registry/options.js';
import { openRepository } from '../../registry/repository.js';
import { readText } from '../../system/files.js';
import { PACKAGE_ROOT } from '../../system/package-root.js';

const LOCK = join(PACKAGE_ROOT, 'templates/dockerfile/bases.lock.json');

/** `bases.lock.json`: what tags named some day before acgs was released, each with the place that says so. */
const lockSchema = z.record(
  z.string(),
  z.strictObject({
    digest: z.string().refine(isDigest),
    /** Day on which that image was made, `YYYY-MM-DD`: how old the pin is. */
    seen: z.iso.date(),
    source: z.string(),
  }),
);

export interface Pinned {
  readonly bases: readonly ScaffoldBase[];
  readonly warnings: readonly string[];
}

/**
 * The digest of each image: what the registry says now, else what the lock says, else none, with a warning. Never invented.
 * @param options.offline asks no registry
 */
export async function pinBases(
  images: readonly string[],
  options: { readonly offline: boolean; readonly registry: RegistryOptions },
): Promise<Pinned> {
  const lock = lockSchema.parse(JSON.parse(await readText(LOCK)));
  const warnings: string[] = [];
  const bases = await Promise.all(
    images.map(async (image): Promise<ScaffoldBase> => {
      const answer = options.offline ? { why: 'offline' } : await ask(image, options.registry);
      if (answer.digest !== undefined) return { image, digest: answer.digest, from: 'registry' };
      const locked = lock[image];
      const because = answer.why === undefined ? '' : ` (${answer.why})`;
      if (locked === undefined) {
        warnings.push(
          `${image} is not pinned: its registry does not tell its digest${because}; pin it with \`acgs dockerfile pin\``,
        );
        return { image, from: 'tag' };
      }
      warnings.push(
        `${image} is pinned to the image of ${locked.seen}${because}; \`acgs dockerfile pin\` renews it`,
      );
      return { image, digest: locked.digest, from: 'lock' };
    }),
  );
  return { bases, warnings: warnings.sort() };
}

async function ask(
  image: string,
  registry: RegistryOptions,
): Promise<{ readonly digest?: string; readonly why?: string }> {
  const reference = parseReference(image);
  try {
    // a person waits, and the lock is there: no patience
    const repository = openRepository(reference, { attempts: 1, idleMs: 10_000, ...registry });
    const found = await repository.findManifest(reference.tag ?? 'latest');
    return found === undefined ? { why: 'there is no such tag' } : { digest: found.descriptor.digest };
  } catch (error) {
    if (error instanceof AcgsError && (error.code === 'run/interrupted' || error.code === 'run/timeout'))
      throw error;
    return { why: messageOf(error) };
  }
}
