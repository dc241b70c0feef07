import { type Descriptor, type Manifest } from '../model/descriptor.js';
import { DOCKER_CONFIG, DOCKER_MANIFEST, OCI_CONFIG, OCI_MANIFEST } from '../model/media-types.js';

/** Docker's types for what OCI has types of its own for; the bytes behind them are the same (image-spec, media-types.md#compatibility-matrix). */
const OCI_TYPE: Readonly<Record<string, string>> = {
  [DOCKER_MANIFEST]: OCI_MANIFEST,
  [DOCKER_CONFIG]: OCI_CONFIG,
  'application/vnd.docker.image.rootfs.diff.tar': 'application/vnd.oci.image.layer.v1.tar',
  'application/vnd.docker.image.rootfs.diff.tar.gzip': 'application/vnd.oci.image.layer.v1.tar+gzip',
  'application/vnd.docker.image.rootfs.diff.tar.zstd': 'application/vnd.oci.image.layer.v1.tar+zstd',
};

/**
 * The OCI form of an image manifest in Docker's format, which an engine writes when it saves what `--load` brought;
 * undefined for one that is OCI's already. Config and layers, and so the image id, stay the same.
 */
export function ociManifest(manifest: Manifest): Manifest | undefined {
  if (manifest.mediaType !== DOCKER_MANIFEST) return undefined;
  const converted = ({ mediaType, digest, size }: Descriptor): Descriptor => ({
    mediaType: OCI_TYPE[mediaType] ?? mediaType,
    digest,
    size,
  });
  return {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: converted(manifest.config),
    layers: manifest.layers.map(converted),
  };
}
