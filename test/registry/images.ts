import { type Descriptor } from '../../src/model/descriptor.js';
import { type Digest } from '../../src/model/digest.js';
import { type FakeRegistry, sha256 } from './fake-registry.js';

export const INDEX = 'application/vnd.oci.image.index.v1+json';
export const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const EMPTY = 'application/vnd.oci.empty.v1+json';

/** A piece of content with its descriptor. */
export interface Piece {
  readonly bytes: Buffer;
  readonly descriptor: Descriptor;
}

/** Bytes as content of a media type. */
export function piece(content: string | Buffer | object, mediaType: string): Piece {
  const bytes =
    typeof content === 'string'
      ? Buffer.from(content)
      : Buffer.isBuffer(content)
        ? content
        : Buffer.from(JSON.stringify(content));
  return { bytes, descriptor: { mediaType, digest: sha256(bytes) as Digest, size: bytes.length } };
}

export interface TestImage {
  readonly root: Piece;
  readonly manifests: readonly Piece[];
  readonly blobs: readonly Piece[];
}

/** A small image: an index over one manifest for each platform, with one layer of their own and one in common. */
export function testImage(name = 'image', architectures: readonly string[] = ['amd64', 'arm64']): TestImage {
  const shared = piece(`shared layer of ${name}`, 'application/vnd.oci.image.layer.v1.tar+gzip');
  const blobs: Piece[] = [shared];
  const manifests = architectures.map((architecture) => {
    const layer = piece(`layer ${architecture} of ${name}`, 'application/vnd.oci.image.layer.v1.tar+gzip');
    const rootfs = { type: 'layers', diff_ids: [shared.descriptor.digest, layer.descriptor.digest] };
    const config = piece(
      { architecture, os: 'linux', name, rootfs },
      'application/vnd.oci.image.config.v1+json',
    );
    blobs.push(config, layer);
    return piece(
      {
        schemaVersion: 2,
        mediaType: MANIFEST,
        config: config.descriptor,
        layers: [shared.descriptor, layer.descriptor],
      },
      MANIFEST,
    );
  });
  const root = piece(
    {
      schemaVersion: 2,
      mediaType: INDEX,
      manifests: manifests.map(({ descriptor }, at) => ({
        ...descriptor,
        platform: { os: 'linux', architecture: architectures[at] },
      })),
    },
    INDEX,
  );
  return { root, manifests, blobs };
}

/** A referrer of a subject, with its blobs. */
export function testReferrer(
  subject: Descriptor,
  text: string,
  type = 'application/vnd.dev.sigstore.bundle.v0.3+json',
): { manifest: Piece; blobs: readonly Piece[] } {
  const empty = piece('{}', EMPTY);
  const content = piece(text, type);
  const { mediaType, digest, size } = subject;
  const manifest = piece(
    {
      schemaVersion: 2,
      mediaType: MANIFEST,
      artifactType: type,
      config: empty.descriptor,
      layers: [content.descriptor],
      subject: { mediaType, digest, size },
      annotations: { 'org.example.text': text },
    },
    MANIFEST,
  );
  return { manifest, blobs: [empty, content] };
}

/** Puts an image into a fake registry, past its API. */
export function seedImage(
  registry: FakeRegistry,
  repository: string,
  image: TestImage,
  tag = 'latest',
): void {
  for (const { bytes } of image.blobs) registry.seedBlob(bytes);
  for (const { bytes, descriptor } of image.manifests)
    registry.seedManifest(repository, bytes, descriptor.mediaType);
  registry.seedManifest(repository, image.root.bytes, image.root.descriptor.mediaType, tag);
}
