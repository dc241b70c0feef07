import { join } from 'node:path';
import { holdsImage } from '../image/settle-layout.js';
import { AcgsError } from '../model/errors.js';
import { type ImageArtifact } from '../model/evidence.js';

/** Whether a layout still holds the whole image first, every blob hashed; what is missing or changed is built again. */
export async function isWholeLayout(root: string, artifact: ImageArtifact): Promise<boolean> {
  return await holdsImage(join(root, artifact.layout), artifact.digest);
}

/** The same for a layout that came from elsewhere. @throws AcgsError `evidence/tampered` */
export async function assertWholeLayout(root: string, artifact: ImageArtifact): Promise<void> {
  if (await isWholeLayout(root, artifact)) return;
  throw new AcgsError(
    'evidence/tampered',
    `${artifact.layout} does not hold the image ${artifact.digest} as it was built`,
    {
      next: ['bring dist/ and .acgs/ of the run that built it', 'or build it again with --from build'],
    },
  );
}
