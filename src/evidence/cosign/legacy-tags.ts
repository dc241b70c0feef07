import { type Digest, hexOf } from '../../model/digest.js';
import { type Companions } from '../../registry/copy.js';
import { layersOf, legacyManifest, unionOfLayers } from './legacy-manifest.js';

/** What cosign 2 keeps beside an image, by the suffix of its tag. */
export const LEGACY_SUFFIXES = ['sig', 'att', 'sbom'] as const;
export type LegacySuffix = (typeof LEGACY_SUFFIXES)[number];

/** `sha256-<hex>.sig`, cosign's tag for the signatures of an image (specs/SIGNATURE_SPEC.md). */
export function legacyTag(subject: Digest, suffix: LegacySuffix): string {
  return `sha256-${hexOf(subject)}.${suffix}`;
}

/** Legacy tags for copying: they go with their image, and two lists of signatures become one. */
export const legacyCompanions: Companions = {
  tagsOf: (digest) => LEGACY_SUFFIXES.map((suffix) => legacyTag(digest, suffix)),
  merge: (theirs, ours) => {
    const { manifest, config } = legacyManifest(unionOfLayers(layersOf(ours), layersOf(theirs)));
    return { bytes: manifest.bytes, mediaType: manifest.descriptor.mediaType, blobs: [config] };
  },
};
