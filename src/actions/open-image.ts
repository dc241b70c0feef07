import { type EvidenceReader } from '../evidence/evidence-reader.js';
import { WritableEvidenceIn } from '../evidence/stores/evidence-in.js';
import { openWithEvidence } from '../evidence/stores/evidence-repository.js';
import { byDigest, formatReference, parseReference } from '../model/reference.js';
import { type FetchedManifest } from '../registry/content.js';
import { Layout } from '../registry/layout.js';
import { type RegistryOptions } from '../registry/options.js';
import { makeTemporaryDirectory, remove } from '../system/files.js';
import { type ReadableImage, type WritableImage } from './image-place.js';

/** The tag that a reference without tag and digest means, as everywhere. */
const DEFAULT_TAG = 'latest';

/**
 * Opens an image in its registry, with its evidence (in its own repository, or that of COSIGN_REPOSITORY). The tag is
 * resolved once; from then on there is only the digest.
 * @throws AcgsError `reference/invalid`, `registry/*`, `evidence/tampered`
 */
export async function openImage(reference: string, options: RegistryOptions = {}): Promise<WritableImage> {
  const parsed = parseReference(reference);
  const { images, evidence } = openWithEvidence(parsed, options);
  const root = await images.getManifest(parsed.digest ?? parsed.tag ?? DEFAULT_TAG);
  return {
    source: images,
    evidence: new WritableEvidenceIn(evidence),
    root,
    name: formatReference(byDigest(parsed, root.descriptor.digest)),
  };
}

/**
 * Opens the image of a layout folder: its only one, or that of a digest or tag.
 * @throws AcgsError `source/not-found`, `usage/invalid` (several images), `evidence/*`
 */
export async function openLayoutImage(folder: string, tagOrDigest?: string): Promise<WritableImage> {
  const layout = await Layout.open(folder);
  const root = tagOrDigest === undefined ? await layout.image() : await layout.getManifest(tagOrDigest);
  return { source: layout, evidence: new WritableEvidenceIn(layout), root, name: nameIn(folder, root) };
}

/** An image read out of an archive; `close` removes the temporary layout. */
export interface ArchivedImage extends ReadableImage {
  readonly evidence: EvidenceReader;
  close(): Promise<void>;
}

/**
 * Opens an archive by `docker save`, `podman save` or a tar of a layout, through a temporary layout.
 * @throws AcgsError `evidence/*`, `usage/invalid` (several images), `file/failed`
 */
export async function openArchivedImage(archive: string): Promise<ArchivedImage> {
  const folder = await makeTemporaryDirectory('acgs-archive-');
  const close = async (): Promise<void> => await remove(folder);
  try {
    const { importArchive } = await import('../registry/import-archive.js');
    const layout = await Layout.init(folder);
    const { digest } = await importArchive(archive, layout);
    const root = await layout.getManifest(digest);
    return {
      source: layout,
      evidence: new WritableEvidenceIn(layout, 'archive'),
      root,
      name: nameIn(archive, root),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function nameIn(place: string, root: FetchedManifest): string {
  return `${place}@${root.descriptor.digest}`;
}
