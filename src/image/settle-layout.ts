import { dirname } from 'node:path';
import { type Digest } from '../model/digest.js';
import { exists, makeDirectory, remove, rename } from '../system/files.js';
import { isLayout, layoutRoots, readLayoutManifest, verifyBlob } from './layout-files.js';

/** The place beside a layout where its successor is built: the same file system, so that a rename ends it. */
export async function draftOf(layout: string): Promise<string> {
  const draft = `${layout}.draft`;
  await makeDirectory(dirname(layout));
  await remove(draft);
  return draft;
}

/**
 * Puts a finished draft in its place. A layout of the same image that is whole stays as it is, with the signatures
 * and attestations that it holds: the same bytes again is success (DESIGN, rules of trust 10).
 */
export async function settleLayout(draft: string, layout: string, digest: Digest): Promise<void> {
  if (await holdsImage(layout, digest)) return await remove(draft);
  const former = `${layout}.former`;
  await remove(former);
  if (await exists(layout)) await rename(layout, former);
  await rename(draft, layout);
  await remove(former);
}

/** Whether a layout's first entry is this image, with every blob as it should be. */
export async function holdsImage(layout: string, digest: Digest): Promise<boolean> {
  if (!(await isLayout(layout))) return false;
  try {
    const first = (await layoutRoots(layout))[0];
    if (first?.digest !== digest) return false;
    const content = await readLayoutManifest(layout, first);
    if (content.kind !== 'index') return false;
    for (const entry of content.index.manifests) {
      const image = await readLayoutManifest(layout, entry);
      if (image.kind !== 'manifest') return false;
      for (const blob of [image.manifest.config, ...image.manifest.layers]) await verifyBlob(layout, blob);
    }
    return true;
  } catch {
    // Damaged in whatever way: it is replaced.
    return false;
  }
}
