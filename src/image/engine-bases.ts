import { type Digest, isDigest } from '../model/digest.js';
import { formatReference, type Reference } from '../model/reference.js';
import { type Engine } from '../system/docker.js';
import { type EngineState } from '../system/docker/state.js';

/**
 * The digest of a base image that only the engine has (built or imported there, never pushed). In the containerd store an
 * image's id is the digest of its index or manifest; the classic store knows digests only of what was pulled or pushed.
 */
export async function digestInEngine(
  engine: Engine,
  state: EngineState,
  reference: Reference,
  signal?: AbortSignal,
): Promise<Digest | undefined> {
  const image = await engine.findImage(formatReference(reference), signal);
  if (image === undefined) return undefined;
  if (state.containerdStore) return isDigest(image.id) ? image.id : undefined;
  const wanted = `${reference.repository.replace(/^library\//, '')}@`;
  const known = image.repoDigests.find(
    (name) => name === wanted || name.split('@')[0]?.endsWith(wanted.slice(0, -1)),
  );
  const digest = known?.split('@')[1];
  return digest !== undefined && isDigest(digest) ? digest : undefined;
}
