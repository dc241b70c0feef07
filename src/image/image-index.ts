import { type Descriptor, type Index } from '../model/descriptor.js';
import { AcgsError } from '../model/errors.js';
import { OCI_INDEX, OCI_MANIFEST } from '../model/media-types.js';
import { formatPlatform, type Platform } from '../model/platform.js';

/** BuildKit's marks on an attestation manifest (moby/buildkit, docs/attestations/attestation-storage.md). */
const REFERENCE_TYPE = 'vnd.docker.reference.type';
const REFERENCE_DIGEST = 'vnd.docker.reference.digest';
const DOCKER_ATTESTATION = 'application/vnd.docker.attestation.manifest.v1+json';

/** Whether an index entry is BuildKit's attestation, not an image: neither belongs to a platform that could run it. */
export function isAttestation(entry: Descriptor): boolean {
  return (
    entry.annotations?.[REFERENCE_TYPE] === 'attestation-manifest' ||
    entry.artifactType === DOCKER_ATTESTATION ||
    (entry.platform?.os === 'unknown' && entry.platform.architecture === 'unknown')
  );
}

/** Digest of the platform manifest that an attestation speaks of. */
export function attestedManifest(entry: Descriptor): string | undefined {
  return entry.annotations?.[REFERENCE_DIGEST];
}

/** One platform's manifest as our index lists it. */
export interface PlatformManifest {
  readonly descriptor: Descriptor;
  readonly platform: Platform;
}

/**
 * Our image index: platforms in the order of their names, nothing but images in it, annotations sorted, so that the
 * same images and annotations always give the same bytes (image-spec, image-index.md).
 * @throws AcgsError `build/failed` for no platform, two of one platform, or a manifest that is not OCI's
 */
export function composeIndex(
  manifests: readonly PlatformManifest[],
  annotations: Readonly<Record<string, string>>,
): Index {
  if (manifests.length === 0) throw new AcgsError('build/failed', 'the builder exported no image');
  const entries = manifests
    .map(({ descriptor, platform }) => {
      if (descriptor.mediaType !== OCI_MANIFEST)
        throw new AcgsError(
          'build/failed',
          `expected a manifest of type ${OCI_MANIFEST}, got ${descriptor.mediaType.slice(0, 100)}`,
        );
      return {
        name: formatPlatform(platform),
        entry: {
          mediaType: OCI_MANIFEST,
          digest: descriptor.digest,
          size: descriptor.size,
          platform: plain(platform),
        },
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = entries.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new AcgsError('build/failed', `the builder exported two images for ${twice}`);
  const sorted = Object.fromEntries(Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: entries.map(({ entry }) => entry),
    ...(Object.keys(sorted).length === 0 ? {} : { annotations: sorted }),
  };
}

/** Only the three fields of a platform that acgs knows, in the order of the specification's examples. */
function plain({ architecture, os, variant }: Platform): Platform {
  return { architecture, os, ...(variant === undefined ? {} : { variant }) };
}
