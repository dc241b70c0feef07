import { join } from 'node:path';
import { WritableEvidenceIn } from '../evidence/stores/evidence-in.js';
import { type WritableImage } from '../actions/image-place.js';
import { HASH_LABEL } from '../model/constitutional-hash.js';
import { type Digest } from '../model/digest.js';
import { type ImageArtifact } from '../model/evidence.js';
import { parseReference } from '../model/reference.js';
import { Layout } from '../registry/layout.js';
import { openRepository } from '../registry/repository.js';
import { type RegistryOptions } from '../registry/options.js';
import { type ReleaseRun } from './world.js';

/** The image of a service in its layout, where evidence can be attached: all of it carries the constitutional hash. */
export async function imageInLayout(
  run: ReleaseRun,
  artifact: ImageArtifact,
): Promise<WritableImage & { readonly source: Layout }> {
  const layout = await Layout.open(join(run.root, artifact.layout));
  const { constitutionalHash: hash } = run.configuration;
  return {
    source: layout,
    evidence: new WritableEvidenceIn(layout, undefined, hash === false ? {} : { [HASH_LABEL]: hash }),
    root: await layout.getManifest(artifact.digest),
    name: `${artifact.layout}@${artifact.digest}`,
  };
}

/** An image in a registry. @param repository `registry/repository` */
export async function imageInRegistry(
  repository: string,
  digest: Digest,
  options: RegistryOptions,
): Promise<WritableImage> {
  const images = openRepository(parseReference(repository), options);
  return {
    source: images,
    // A release keeps evidence beside its image, and reads it back from there (COSIGN_REPOSITORY is for `sign` and `verify`).
    evidence: new WritableEvidenceIn(images),
    root: await images.getManifest(digest),
    name: `${repository}@${digest}`,
  };
}
