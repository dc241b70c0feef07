/** Media types that acgs reads or writes; each name says where it is defined. */
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_CONFIG = 'application/vnd.oci.image.config.v1+json';
/** The two-byte `{}` config of artifacts (image-spec, manifest.md#guidance-for-an-empty-descriptor). */
export const OCI_EMPTY = 'application/vnd.oci.empty.v1+json';
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
export const DOCKER_MANIFEST_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
export const DOCKER_CONFIG = 'application/vnd.docker.container.image.v1+json';
/** Sigstore bundle 0.3 (sigstore/protobuf-specs, sigstore_bundle.proto). */
export const SIGSTORE_BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
/** DSSE payload type of in-toto statements (in-toto/attestation, envelope.md). */
export const IN_TOTO = 'application/vnd.in-toto+json';
/** Legacy cosign signature layer (cosign, specs/SIGNATURE_SPEC.md). */
export const COSIGN_SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';
/** Legacy cosign attestation layer (cosign, specs/ATTESTATION_SPEC.md). */
export const DSSE_ENVELOPE = 'application/vnd.dsse.envelope.v1+json';

/** Whether a media type names an index (OCI or Docker's list). */
export function isIndexType(mediaType: string | undefined): boolean {
  return mediaType === OCI_INDEX || mediaType === DOCKER_MANIFEST_LIST;
}

/** Whether a media type names an image manifest (OCI or Docker's). */
export function isManifestType(mediaType: string | undefined): boolean {
  return mediaType === OCI_MANIFEST || mediaType === DOCKER_MANIFEST;
}
