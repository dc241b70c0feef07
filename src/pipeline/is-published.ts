import { imageSubjects } from '../actions/image-subjects.js';
import { layersOf, unionOfLayers } from '../evidence/cosign/legacy-manifest.js';
import { legacyCompanions } from '../evidence/cosign/legacy-tags.js';
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
    for (const tag of legacyCompanions.tagsOf(subject)) if (!(await hasTag(here, there, tag))) return false;
  }
  return true;
}

/** Whether all that cosign 2 reads under a tag here is there too. */
async function hasTag(here: ContentSource, there: ContentSource, tag: string): Promise<boolean> {
  const ours = await here.findManifest(tag);
  if (ours === undefined) return true;
  const theirs = await there.findManifest(tag);
  if (theirs === undefined) return false;
  const layers = layersOf(theirs);
  return unionOfLayers(layers, layersOf(ours)).length === layers.length;
}
