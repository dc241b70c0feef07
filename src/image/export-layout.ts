import { AcgsError } from '../model/errors.js';
import { remove } from '../system/files.js';
import { type BuildRequest } from './build-request.js';
import { type Buildx } from './buildx.js';
import { finishLayout, type FinishedLayout } from './finish-layout.js';
import { keepLayers, type LayerCache } from './layer-cache.js';
import { type BuildRunOptions, runBuildx } from './run-buildx.js';
import { seedLayout } from './seed-layout.js';

export interface ExportOptions extends BuildRunOptions {
  /** Layouts that may hold layers of the image, absolute. */
  readonly seeds: readonly string[];
  /** Where layers are found and kept for builds elsewhere. */
  readonly cache?: LayerCache;
  /** Annotations of the image index. */
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ExportedLayout {
  readonly finished: FinishedLayout;
  readonly warnings: readonly string[];
}

/**
 * Builds an image into a draft by BuildKit's own export, which sends only the layers that lie nowhere here. Layers that lie here
 * and turn out to be damaged, or are gone by then, cost a second export: BuildKit has everything.
 * @throws AcgsError what {@link runBuildx} and {@link finishLayout} throw
 */
export async function exportLayout(
  buildx: Buildx,
  request: BuildRequest,
  draft: string,
  options: ExportOptions,
): Promise<ExportedLayout> {
  const { seeds, cache, annotations } = options;
  const exported = async (): Promise<readonly string[]> =>
    await runBuildx(buildx, request, { kind: 'layout', folder: draft }, options);
  const { lent, warnings } = await seedLayout(draft, [
    ...seeds,
    ...(cache === undefined ? [] : [cache.folder]),
  ]);
  const said = [...warnings, ...(await exported())];
  let finished: FinishedLayout;
  let damage: AcgsError | undefined;
  try {
    finished = await finishLayout(draft, annotations);
  } catch (error) {
    if (lent === 0 || !(error instanceof AcgsError)) throw error;
    damage = error;
    await remove(draft);
    await exported();
    finished = await finishLayout(draft, annotations);
  }
  if (cache !== undefined) await keep(finished, cache, draft, damage !== undefined, options);
  if (damage !== undefined) said.push(`layers that lay here cannot be used: ${damage.message}`);
  return { finished, warnings: said };
}

/** A cache that cannot be written to is said in the log and no more: many jobs run where a user has no home. */
async function keep(
  { layers }: FinishedLayout,
  cache: LayerCache,
  draft: string,
  anew: boolean,
  { onLine }: BuildRunOptions,
): Promise<void> {
  try {
    await keepLayers(cache, draft, layers, anew);
  } catch (error) {
    if (!(error instanceof AcgsError)) throw error;
    onLine?.(`layers are not kept in ${cache.folder} (ACGS_LAYER_CACHE=off does not try): ${error.message}`);
  }
}
