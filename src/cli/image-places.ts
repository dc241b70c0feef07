import { type Place } from '../actions/copy.js';
import { type ReadableImage, type WritableImage } from '../actions/image-place.js';
import { openArchivedImage, openImage, openLayoutImage } from '../actions/open-image.js';
import { AcgsError } from '../model/errors.js';
import { type RegistryOptions } from '../registry/options.js';
import { factsOf } from '../system/files.js';

const BY_DIGEST = /^(.+)@(sha256:[0-9a-f]{64})$/;

/** A layout folder, or one image of it as results name it: `DIR@sha256:…`. */
export function layoutPlace(text: string): Extract<Place, { kind: 'layout' }> {
  const [, folder, tagOrDigest] = BY_DIGEST.exec(text) ?? [];
  return folder === undefined || tagOrDigest === undefined
    ? { kind: 'layout', folder: text }
    : { kind: 'layout', folder, tagOrDigest };
}

/**
 * The images that a command line names: references, or one layout.
 * @throws AcgsError `usage/invalid` where there is none, or both
 */
export function imagePlaces(references: readonly string[], layout: string | undefined): readonly Place[] {
  if (layout === undefined) {
    if (references.length === 0)
      throw new AcgsError('usage/invalid', 'expected an image, got none', {
        next: ['name an image, e.g. ghcr.io/acme/api:1.2.3', 'or a layout folder: --layout DIR'],
      });
    return references.map((reference) => ({ kind: 'registry', reference }));
  }
  const [first] = references;
  if (first !== undefined)
    throw new AcgsError(
      'usage/invalid',
      `expected an image or --layout, got both: ${first.slice(0, 100)} and ${layout}`,
    );
  return [layoutPlace(layout)];
}

/** The one image that a command line names. @throws AcgsError `usage/invalid` for none or several */
export function onePlace(references: readonly string[], layout: string | undefined): Place {
  const [place, ...others] = imagePlaces(references, layout);
  if (place === undefined || others.length > 0)
    throw new AcgsError('usage/invalid', `expected one image, got ${references.length}`);
  return place;
}

/** Opens an image where it lies, with what is attached to it. @throws AcgsError as {@link openImage}, {@link openLayoutImage} */
export async function openPlace(place: Place, options: RegistryOptions): Promise<WritableImage> {
  return place.kind === 'registry'
    ? await openImage(place.reference, options)
    : await openLayoutImage(place.folder, place.tagOrDigest);
}

/**
 * Opens an image to be read, and closes it: as {@link openPlace}, or where `--layout` names a file, an archive by
 * `docker save` or a tar of a layout.
 */
export async function withPlace<Result>(
  place: Place,
  options: RegistryOptions,
  use: (image: ReadableImage) => Promise<Result>,
): Promise<Result> {
  if (place.kind === 'registry' || (await factsOf(place.folder))?.kind !== 'file')
    return await use(await openPlace(place, options));
  const archive = await openArchivedImage(place.folder);
  try {
    return await use(archive);
  } finally {
    await archive.close();
  }
}

/** As the user named it. */
export function placeName(place: Place): string {
  return place.kind === 'registry' ? place.reference : place.folder;
}
