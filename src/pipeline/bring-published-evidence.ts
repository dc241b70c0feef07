import { legacyCompanions } from '../evidence/cosign/legacy-tags.js';
import { Layout } from '../registry/layout.js';
import { copyContent } from '../registry/copy.js';
import { openRepository } from '../registry/repository.js';
import { parseReference } from '../model/reference.js';
import { type ImageArtifact } from '../model/evidence.js';
import { join } from 'node:path';
import { type ReleaseRun, type ReleaseService } from './world.js';

/**
 * Where the very image is published already, its evidence is brought into the layout, so that what somebody (another CI
 * job, this one yesterday) signed is found there and not signed a second time. Reads the registry, never writes it.
 */
export async function bringPublishedEvidence(
  run: ReleaseRun,
  service: ReleaseService,
  artifact: ImageArtifact,
): Promise<void> {
  if (!run.options.push) return;
  for (const name of service.repositories) {
    const repository = openRepository(parseReference(name), run.registry);
    if (!(await repository.hasManifest(artifact.digest))) continue;
    await copyContent(repository, await Layout.open(join(run.root, artifact.layout)), artifact.digest, {
      companions: legacyCompanions,
      // nobody signs or attests twice for what is said of a signature; four requests for each would ask
      nested: false,
    });
  }
}
