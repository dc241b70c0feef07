import { type ImageTarget } from '../actions/scan/open-image.js';
import { resolve } from 'node:path';
import { isDigest } from '../model/digest.js';
import { onePlace } from './image-places.js';

/** The one image that a command line names, as the scanner takes it. @throws AcgsError `usage/invalid` */
export function imageTarget(references: readonly string[], layout: string | undefined): ImageTarget {
  const place = onePlace(references, layout);
  if (place.kind === 'registry') return { kind: 'image', reference: place.reference };
  const { tagOrDigest } = place;
  return {
    kind: 'layout',
    folder: resolve(place.folder),
    ...(tagOrDigest !== undefined && isDigest(tagOrDigest) ? { digest: tagOrDigest } : {}),
  };
}
