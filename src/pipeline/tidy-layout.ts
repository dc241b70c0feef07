import { join } from 'node:path';
import { type ImageArtifact } from '../model/evidence.js';
import { collectGarbage } from '../registry/collect-garbage.js';
import { Layout } from '../registry/layout.js';
import { type ReleaseRun } from './world.js';

/**
 * Takes out of the layout what a killed run wrote but did not list. Evidence that `index.json` does not list would be found
 * there as long as nothing else is listed, and then be lost: it would be neither signed again nor pushed.
 */
export async function tidyLayout(run: ReleaseRun, artifact: ImageArtifact): Promise<void> {
  await collectGarbage(await Layout.open(join(run.root, artifact.layout)));
}
