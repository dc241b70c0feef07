import { type Descriptor } from '../../model/descriptor.js';
import { digestOf } from '../../model/digest.js';
import { OCI_EMPTY, OCI_MANIFEST, SIGSTORE_BUNDLE } from '../../model/media-types.js';

/** Annotations of the manifest that carries a bundle (cosign, specs/BUNDLE_SPEC.md). */
const BUNDLE_CONTENT = 'dev.sigstore.bundle.content';
/** Annotation by which a referrer announces what its bundle says; anybody may write it. */
export const BUNDLE_PREDICATE_TYPE = 'dev.sigstore.bundle.predicateType';
const CREATED = 'org.opencontainers.image.created';

/** What kind of signature a bundle holds. */
export type BundleContentKind = 'dsse-envelope' | 'message-signature';

/** What the manifest says of the bundle; a hint for readers, signed by nobody. */
export interface BundleManifestFacts {
  /** Absent for a message signature. */
  readonly predicateType?: string;
  /** RFC 3339. */
  readonly created: string;
  /** Default `dsse-envelope`. */
  readonly contentKind?: BundleContentKind;
  /** Further annotations of ours, which nobody needs; without them the manifest is cosign's. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Content to be pushed, with its descriptor. */
export interface Content {
  readonly descriptor: Descriptor;
  readonly bytes: Buffer;
}

/** A manifest ready to be written: its blobs in the order in which they must be pushed, then itself. */
export interface ManifestToWrite {
  readonly blobs: readonly Content[];
  readonly manifest: Content;
}

const EMPTY = Buffer.from('{}');

/**
 * The manifest by which cosign v3 attaches a bundle to an image, field for field and byte for byte
 * (cosign, pkg/oci/remote/write.go). The empty config comes first: ECR refuses another order.
 */
export function bundleManifest(
  subject: Descriptor,
  bundle: Uint8Array,
  facts: BundleManifestFacts,
): ManifestToWrite {
  const config = { mediaType: OCI_EMPTY, size: EMPTY.length, digest: digestOf(EMPTY) };
  const layer = { mediaType: SIGSTORE_BUNDLE, size: bundle.length, digest: digestOf(bundle) };
  const annotations: Record<string, string> = {
    [BUNDLE_CONTENT]: facts.contentKind ?? 'dsse-envelope',
    ...(facts.predicateType === undefined ? {} : { [BUNDLE_PREDICATE_TYPE]: facts.predicateType }),
    [CREATED]: facts.created,
    ...facts.annotations,
  };
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: { ...config, artifactType: SIGSTORE_BUNDLE },
      layers: [layer],
      annotations,
      subject: { mediaType: subject.mediaType, size: subject.size, digest: subject.digest },
      artifactType: SIGSTORE_BUNDLE,
    }),
  );
  const descriptor: Descriptor = {
    mediaType: OCI_MANIFEST,
    digest: digestOf(bytes),
    size: bytes.length,
    artifactType: SIGSTORE_BUNDLE,
    annotations,
  };
  return {
    blobs: [
      { descriptor: config, bytes: EMPTY },
      { descriptor: layer, bytes: Buffer.from(bundle) },
    ],
    manifest: { descriptor, bytes },
  };
}
