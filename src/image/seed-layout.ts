import { join } from 'node:path';
import { isDigest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { entriesOf, exists, factsOf, linkOrCopy } from '../system/files.js';
import { digestOfFile } from '../system/hashing.js';

/** Smaller blobs are sent as quickly as they are looked for; bytes. */
const WORTH_IT = 64 * 1024;

/**
 * Puts blobs that other layouts hold where a builder is about to write one: buildx asks BuildKit only for what is not there
 * (containerd, plugins/content/local), and images share the layers of a base with each other and with the image they replace.
 * Each is hashed first; what has other bytes than its name says, or cannot be read, is left where it is. What the image turns out
 * not to have is removed with everything else that nothing refers to, see `finishLayout`.
 * @param draft the layout to be, absolute
 * @param layouts others, absolute; those that are not there are passed over
 * @returns warnings: BuildKit has it all, so that a layout that cannot be used is no reason to fail
 */
export async function seedLayout(draft: string, layouts: readonly string[]): Promise<readonly string[]> {
  const warnings: string[] = [];
  for (const layout of new Set(layouts)) {
    try {
      await seedFrom(join(layout, 'blobs', 'sha256'), join(draft, 'blobs', 'sha256'));
    } catch (error) {
      if (!(error instanceof AcgsError)) throw error;
      warnings.push(`layers of ${layout} cannot be taken over: ${error.message}`);
    }
  }
  return warnings;
}

async function seedFrom(blobs: string, draft: string): Promise<void> {
  if (!(await exists(blobs))) return;
  for (const { name } of await entriesOf(blobs)) {
    const blob = join(blobs, name);
    const facts = await factsOf(blob);
    if (!isDigest(`sha256:${name}`) || facts?.kind !== 'file' || facts.size < WORTH_IT) continue;
    const place = join(draft, name);
    if ((await exists(place)) || (await digestOfFile(blob)).digest !== `sha256:${name}`) continue;
    await linkOrCopy(blob, place);
  }
}
