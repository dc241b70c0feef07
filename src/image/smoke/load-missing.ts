import { type Descriptor } from '../../model/descriptor.js';
import { AcgsError } from '../../model/errors.js';
import { type Engine } from '../../system/docker.js';
import { type LoadAnswer } from '../../system/docker/load-answer.js';
import { verifyBlob } from '../layout-files.js';
import { loadImage, type LoadOptions } from './load-image.js';
import { type ThrowAwayImage } from './throw-away-image.js';

/**
 * Loads an image into an engine whose content store may have most of it: it built the image upon a base that it keeps. First the
 * documents go alone; where layers are missing the engine names the first, and that one goes with all above it. Layers have the
 * same digest on both sides, and those that stay here are hashed here, as those that go are there.
 * @throws AcgsError `evidence/tampered`, and what {@link loadImage} throws
 */
export async function loadMissing(
  engine: Engine,
  layout: string,
  image: ThrowAwayImage,
  options: LoadOptions,
): Promise<void> {
  const { layers } = image;
  const load = async (from: number) =>
    await loadImage(engine, (padTo) => image.tar({ padTo, from }), options);
  const stays = async (until: number): Promise<void> => {
    for (const layer of layers.slice(0, until)) await verifyBlob(layout, layer);
  };
  const first = await loadInPart(() => load(layers.length), options);
  if (first.complete) return await stays(layers.length);
  const from = indexOf(layers, first.lacks);
  if (from > 0) {
    const second = await loadInPart(() => load(from), options);
    if (second.complete) return await stays(from);
  }
  await load(0);
}

/** An engine may refuse what has gaps instead of naming the first: it gets all then, and what it says of that counts. */
async function loadInPart(load: () => Promise<LoadAnswer>, { tell }: LoadOptions): Promise<LoadAnswer> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof AcgsError) || error.code !== 'tool/failed') throw error;
    tell(`it takes no part of an image (${error.message}): it gets all of it`);
    return { complete: false };
  }
}

function indexOf(layers: readonly Descriptor[], digest: string | undefined): number {
  return layers.findIndex((layer) => layer.digest === digest);
}
