import { join } from 'node:path';
import { type Digest, hexOf } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { entriesOf, exists, remove } from '../system/files.js';
import { type Layout, isManifestDescriptor } from './layout.js';
import { NESTING_LIMIT } from './limits.js';

/**
 * Removes every blob of a layout that nothing in its `index.json` leads to, and what other tools left beside the
 * blobs (`ingest/`). Returns the digests removed.
 * @throws AcgsError `evidence/*` when a manifest cannot be read: nothing is removed then
 */
export async function collectGarbage(layout: Layout): Promise<string[]> {
  const reachable = new Set<string>();
  for (const entry of await layout.entries())
    await mark(layout, entry.digest, isManifestDescriptor(entry), reachable, 0);
  const removed: string[] = [];
  const folder = join(layout.folder, 'blobs', 'sha256');
  for (const { name } of await entriesOf(folder)) {
    if (reachable.has(name)) continue;
    await remove(join(folder, name));
    removed.push(`sha256:${name}`);
  }
  const ingest = join(layout.folder, 'ingest');
  if (await exists(ingest)) await remove(ingest);
  return removed;
}

async function mark(
  layout: Layout,
  digest: Digest,
  isManifest: boolean,
  reachable: Set<string>,
  depth: number,
): Promise<void> {
  if (depth > NESTING_LIMIT)
    throw new AcgsError(
      'evidence/too-large',
      `${layout.name}: indexes are nested deeper than ${NESTING_LIMIT}`,
    );
  if (reachable.has(hexOf(digest))) return;
  reachable.add(hexOf(digest));
  if (!isManifest) return;
  const found = await layout.findManifest(digest);
  if (found === undefined) return;
  const { content } = found;
  if (content.kind === 'index')
    for (const child of content.index.manifests)
      await mark(layout, child.digest, isManifestDescriptor(child), reachable, depth + 1);
  else
    for (const { digest: blob } of [content.manifest.config, ...content.manifest.layers])
      reachable.add(hexOf(blob));
}
