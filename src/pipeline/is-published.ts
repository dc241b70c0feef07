import { imageSubjects } from '../actions/image-subjects.js';
import { type ContentSource } from '../registry/content.js';
import { type Digest } from '../model/digest.js';

/** Whether a repository holds an image with everything that is attached to it here. Only asks. */
export async function isPublished(
  here: ContentSource,
  there: ContentSource,
  digest: Digest,
): Promise<boolean> {
  for (const { manifest } of await imageSubjects(here, await here.getManifest(digest))) {
    const subject = manifest.descriptor.digest;
    if (!(await there.hasManifest(subject))) return false;
    const wanted = await here.referrersOf(subject);
    const found = new Set((await there.referrersOf(subject)).map(({ descriptor }) => descriptor.digest));
    if (!wanted.every(({ descriptor }) => found.has(descriptor.digest))) return false;
  }
  return true;
}
