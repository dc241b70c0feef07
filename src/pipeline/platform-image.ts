import { join } from 'node:path';
import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { type ImageArtifact } from '../model/evidence.js';
import { formatPlatform } from '../model/platform.js';
import { type LayoutPlatform, readLayoutImage } from '../scan/layout-image.js';
import { type ReleaseRun } from './world.js';

/** The platform of an image as scan and inventory read it. @throws AcgsError `evidence/*` */
export async function platformImage(
  run: ReleaseRun,
  artifact: ImageArtifact,
  platform: string,
): Promise<LayoutPlatform> {
  const manifest = manifestOf(artifact, platform);
  const { platforms } = await readLayoutImage(join(run.root, artifact.layout), artifact.digest);
  const found = platforms.find(({ descriptor }) => descriptor.digest === manifest.manifest);
  if (found !== undefined) return found;
  throw new AcgsError(
    'evidence/tampered',
    `${artifact.layout} has no manifest ${manifest.manifest} for ${platform}`,
  );
}

/** Digests of one platform of an image. */
export function manifestOf(artifact: ImageArtifact, platform: string): ImageArtifact['platforms'][number] {
  const found = artifact.platforms.find((image) => formatPlatform(image.platform) === platform);
  if (found !== undefined) return found;
  const built = artifact.platforms.map((image) => formatPlatform(image.platform)).join(', ');
  throw new AcgsError('build/failed', `expected the image to have the platform ${platform}, it has ${built}`);
}

/** Evidence that was brought from another run must be about this very platform. @throws AcgsError `evidence/tampered` */
export function assertSamePlatform(artifact: ImageArtifact, platform: string, manifest: Digest): void {
  const expected = manifestOf(artifact, platform).manifest;
  if (manifest === expected) return;
  throw new AcgsError(
    'evidence/tampered',
    `the evidence for ${platform} speaks of ${manifest}, and the image has ${expected}`,
  );
}
