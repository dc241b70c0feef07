import { type Digest, isDigest } from '../model/digest.js';
import { DOCKER_HUB, formatReference, type Reference } from '../model/reference.js';
import { type Engine } from '../system/docker.js';
import { type EngineState } from '../system/docker/state.js';

/**
 * The digest of a base image that only the engine has (built or imported there, never pushed). In the containerd store an
 * image's id is the digest of its index or manifest; the classic store knows digests only of what was pulled or pushed.
 */
export async function digestInEngine(
  engine: Pick<Engine, 'findImage'>,
  state: Pick<EngineState, 'containerdStore'>,
  reference: Reference,
  signal?: AbortSignal,
): Promise<Digest | undefined> {
  const image = await engine.findImage(formatReference(reference), signal);
  if (image === undefined) return undefined;
  if (state.containerdStore) return isDigest(image.id) ? image.id : undefined;
  const known = image.repoDigests.find((name) => name.split('@')[0] === familiarName(reference));
  const digest = known?.split('@')[1];
  return digest !== undefined && isDigest(digest) ? digest : undefined;
}

/** As the engine lists it: Docker Hub's name is left out, and so is `library/` (distribution/reference, FamiliarName). */
function familiarName({ registry, repository }: Reference): string {
  return registry === DOCKER_HUB ? repository.replace(/^library\//, '') : `${registry}/${repository}`;
}
