import { join, resolve } from 'node:path';
import { type Descriptor } from '../model/descriptor.js';
import { AcgsError } from '../model/errors.js';
import { variable } from '../system/environment.js';
import { entriesOf, exists, factsOf, linkOrCopy, remove } from '../system/files.js';
import { userCache } from '../system/user-cache.js';
import { blobPath, isLayout } from './layout-files.js';

/** Layers that builds of this user share, whatever checkout they were built in; see ADR 15. */
export interface LayerCache {
  /** Absolute; its blobs lie in it as in a layout. */
  readonly folder: string;
  /** What it may hold, in bytes. */
  readonly limit: number;
}

/** Smaller layers are built into a layout as quickly as they are looked for; bytes. */
const WORTH_KEEPING = 1024 * 1024;
/** Whoever was given a layer this recently may still be building with it; milliseconds. */
const IN_USE_MS = 3_600_000;

const SIZE = /^([1-9]\d{0,5})(MB|MiB|GB|GiB)$/;
const UNITS: Readonly<Record<string, number>> = { MB: 1e6, MiB: 2 ** 20, GB: 1e9, GiB: 2 ** 30 };

/**
 * The cache as the environment wants it: `ACGS_LAYER_CACHE` is a folder or `off`, `ACGS_LAYER_CACHE_SIZE` a size such as `2GiB`.
 * @throws AcgsError `usage/invalid`
 */
export function layerCache(): LayerCache | undefined {
  const said = variable('ACGS_LAYER_CACHE');
  if (said === 'off') return undefined;
  const size = variable('ACGS_LAYER_CACHE_SIZE') ?? '2GiB';
  const [, count, unit] = SIZE.exec(size) ?? [];
  const bytes = UNITS[unit ?? ''];
  if (bytes === undefined)
    throw new AcgsError(
      'usage/invalid',
      `expected ACGS_LAYER_CACHE_SIZE such as 500MB or 2GiB, got "${size.slice(0, 40)}"`,
      { next: ['write a whole number and one of MB, MiB, GB, GiB; ACGS_LAYER_CACHE=off keeps no layers'] },
    );
  return {
    folder: said === undefined ? userCache('layers') : resolve(said),
    limit: Number(count) * bytes,
  };
}

/**
 * Keeps layers of a finished layout for later builds, and lets go of those that were used the longest ago.
 * @param anew what the cache holds of these is damaged: it is replaced
 * @throws AcgsError `file/failed`; `usage/invalid` for a folder that is a layout: BuildKit's local caches are, too
 */
export async function keepLayers(
  { folder, limit }: LayerCache,
  layout: string,
  layers: readonly Descriptor[],
  anew = false,
): Promise<void> {
  if (await isLayout(folder))
    throw new AcgsError('usage/invalid', 'it is an image layout, which is not ours to clear', {
      next: ['let ACGS_LAYER_CACHE name a folder of its own'],
    });
  for (const { digest } of layers.filter(({ size }) => size >= WORTH_KEEPING)) {
    const place = blobPath(folder, digest);
    if (anew) await remove(place);
    if (!(await exists(place))) await linkOrCopy(blobPath(layout, digest), place);
  }
  await trim(join(folder, 'blobs', 'sha256'), limit);
}

/** A layer that is linked into a layout is changed by it, so that the kernel notes when a layer was last used. */
async function trim(blobs: string, limit: number): Promise<void> {
  if (!(await exists(blobs))) return;
  const held = [];
  for (const { name } of await entriesOf(blobs)) {
    const path = join(blobs, name);
    const facts = await factsOf(path);
    if (facts !== undefined) held.push({ path, ...facts });
  }
  held.sort((a, b) => a.changedMs - b.changedMs);
  let total = held.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size, changedMs } of held) {
    if (total <= limit || Date.now() - changedMs < IN_USE_MS) return;
    await remove(path);
    total -= size;
  }
}
