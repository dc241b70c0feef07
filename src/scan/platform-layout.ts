import { dirname, join, resolve } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { LayoutBlobs } from '../registry/layout-blobs.js';
import { isRefusedBySystem } from '../system/file-failure.js';
import { makeTemporaryDirectory, remove, writeFileAtomic } from '../system/files.js';
import { linkTo } from '../system/links.js';
import { digestOfFile } from '../system/hashing.js';
import { type LayoutPlatform } from './layout-image.js';

/** Folder name of the throw-away layout: Trivy reads `:` and `@` in it as a tag or digest, so it is plain. */
export const INPUT_NAME = 'image';

/**
 * Makes a throw-away layout whose `index.json` lists one platform only, runs `use` on its parent folder (the layout is
 * `./image` in it) and removes it: Trivy always takes the first manifest, whatever `--platform` says.
 * Every blob is hashed first, so that what is scanned is what the digests name. The blobs are the layout's own, by one link to
 * their folder: a link to each would count as a change of the file, and every later step would hash it again.
 * @param scratch where to make it when the place beside the layout cannot be written
 * @throws AcgsError `evidence/tampered`, `file/failed`
 */
export async function withPlatformLayout<Result>(
  layout: string,
  platform: LayoutPlatform,
  scratch: () => Promise<string>,
  use: (parent: string) => Promise<Result>,
): Promise<Result> {
  const parent = await openParent(layout, scratch);
  try {
    const input = join(parent, INPUT_NAME);
    const blobs = new LayoutBlobs(layout);
    for (const digest of new Set([platform.descriptor.digest, ...platform.blobs])) {
      const actual = await digestOfFile(blobs.path(digest));
      if (actual.digest !== digest)
        throw new AcgsError(
          'evidence/tampered',
          `the blob ${digest} has other bytes: their digest is ${actual.digest}`,
        );
    }
    await linkTo(resolve(layout, 'blobs'), join(input, 'blobs'));
    await writeFileAtomic(join(input, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    await writeFileAtomic(
      join(input, 'index.json'),
      JSON.stringify({ schemaVersion: 2, manifests: [platform.descriptor] }),
    );
    return await use(parent);
  } finally {
    await remove(parent);
  }
}

/** Beside the layout where that can be written: what a kill leaves there is found with what it belongs to. */
async function openParent(layout: string, scratch: () => Promise<string>): Promise<string> {
  try {
    return await makeTemporaryDirectory('.acgs-scan-', dirname(layout));
  } catch (error) {
    if (!isRefusedBySystem(error)) throw error;
    return await makeTemporaryDirectory('layout-', await scratch());
  }
}
