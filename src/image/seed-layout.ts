import { join } from 'node:path';
import { type Digest, isDigest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { entriesOf, exists, factsOf, linkOrCopy, remove } from '../system/files.js';
import { linkTarget, linkTo } from '../system/links.js';
import { blobPath } from './layout-files.js';

/** Smaller blobs are sent as quickly as they are looked for; bytes. */
const WORTH_IT = 64 * 1024;

export interface Seeded {
  /** How many blobs the draft was lent. */
  readonly lent: number;
  /** BuildKit has it all, so that a layout that cannot be used is no reason to fail. */
  readonly warnings: readonly string[];
}

/**
 * Puts blobs that other layouts hold where a builder is about to write one: buildx asks BuildKit only for what is not there
 * (containerd, plugins/content/local), and images share the layers of a base with each other and with the image they replace.
 * They are lent, as symbolic links: what the image turns out to have becomes its own and is hashed as everything else is
 * ({@link takeLent}, `finishLayout`), the rest is removed with all that nothing refers to.
 * @param draft the layout to be, absolute
 * @param layouts others, absolute; those that are not there are passed over
 */
export async function seedLayout(draft: string, layouts: readonly string[]): Promise<Seeded> {
  const warnings: string[] = [];
  let lent = 0;
  for (const layout of new Set(layouts)) {
    try {
      lent += await seedFrom(join(layout, 'blobs', 'sha256'), join(draft, 'blobs', 'sha256'));
    } catch (error) {
      if (!(error instanceof AcgsError)) throw error;
      warnings.push(`layers of ${layout} cannot be taken over: ${error.message}`);
    }
  }
  return { lent, warnings };
}

async function seedFrom(blobs: string, draft: string): Promise<number> {
  if (!(await exists(blobs))) return 0;
  let lent = 0;
  for (const { name } of await entriesOf(blobs)) {
    const blob = join(blobs, name);
    const facts = await factsOf(blob);
    if (!isDigest(`sha256:${name}`) || facts?.kind !== 'file' || facts.size < WORTH_IT) continue;
    const place = join(draft, name);
    if (await exists(place)) continue;
    await linkTo(blob, place);
    lent += 1;
  }
  return lent;
}

/**
 * Makes a blob that was lent the layout's own: linked, or copied where the file system cannot. Its bytes are still to be hashed.
 * @throws AcgsError `file/failed`
 */
export async function takeLent(folder: string, digest: Digest): Promise<void> {
  const place = blobPath(folder, digest);
  if ((await factsOf(place))?.kind !== 'symlink') return;
  const lender = await linkTarget(place);
  await remove(place);
  await linkOrCopy(lender, place);
}
