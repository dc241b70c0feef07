import { type ContentSource } from '../registry/content.js';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';

export interface HashedContent {
  readonly manifests: number;
  readonly blobs: number;
  readonly bytes: number;
}

const MOST_MANIFESTS = 10_000;
const AT_ONCE = 4;

/**
 * Reads and hashes everything that hangs on some manifests: their configs and layers, what an index lists, and what refers to
 * them, in turn.
 * @throws AcgsError `evidence/tampered` naming the first thing whose bytes are not what its digest says
 */
export async function hashContent(
  source: ContentSource,
  roots: readonly Descriptor[],
): Promise<HashedContent> {
  const manifests = new Set<Digest>();
  const blobs = new Map<Digest, Descriptor>();
  const queue = roots.map(({ digest }) => digest);
  for (let digest = queue.pop(); digest !== undefined; digest = queue.pop()) {
    if (manifests.has(digest)) continue;
    manifests.add(digest);
    if (manifests.size > MOST_MANIFESTS)
      throw new AcgsError('evidence/too-large', `${source.name} holds more than ${MOST_MANIFESTS} manifests`);
    const { content } = await source.getManifest(digest);
    if (content.kind === 'index') queue.push(...content.index.manifests.map((child) => child.digest));
    else
      for (const blob of [content.manifest.config, ...content.manifest.layers]) {
        blobs.set(blob.digest, blob);
      }
    queue.push(...(await source.referrersOf(digest)).map(({ descriptor }) => descriptor.digest));
  }
  const bytes = await hashBlobs(source, [...blobs.values()]);
  return { manifests: manifests.size, blobs: blobs.size, bytes };
}

async function hashBlobs(source: ContentSource, blobs: readonly Descriptor[]): Promise<number> {
  let [next, bytes] = [0, 0];
  const worker = async (): Promise<void> => {
    for (let blob = blobs[next++]; blob !== undefined; blob = blobs[next++]) {
      // A layout hashes a blob where it lies; one that is wrong is read, so that the error says how.
      if (source.kind === 'layout' && (await source.hasBlob(blob))) {
        bytes += blob.size;
        continue;
      }
      for await (const chunk of source.openBlob(blob)) bytes += chunk.length;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return bytes;
}
