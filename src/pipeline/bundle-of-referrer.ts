import { isBundleLayer } from '../evidence/stores/evidence-in.js';
import { type ContentSource } from '../registry/content.js';
import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';

const LIMIT = 128 * 1024 * 1024;

/** The bundle that a referrer carries. @throws AcgsError `evidence/invalid` for a referrer without one */
export async function bundleOfReferrer(source: ContentSource, manifest: Digest): Promise<Buffer> {
  const { content } = await source.getManifest(manifest);
  const layer = content.kind === 'manifest' ? content.manifest.layers.find(isBundleLayer) : undefined;
  if (layer === undefined)
    throw new AcgsError('evidence/invalid', `the referrer ${manifest} carries no bundle`);
  return await source.readBlob(layer, LIMIT);
}
