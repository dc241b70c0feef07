import { type Descriptor } from '../../model/descriptor.js';
import { digestOf } from '../../model/digest.js';
import { AcgsError } from '../../model/errors.js';
import { OCI_CONFIG, OCI_MANIFEST } from '../../model/media-types.js';
import { type FetchedManifest } from '../../registry/content.js';
import { type Content, type ManifestToWrite } from './bundle-manifest.js';

/** Most layers of one legacy manifest, as cosign. */
const LAYERS_LIMIT = 1_000;
/** Go's zero time: cosign gives its own images no date. */
const NO_TIME = '0001-01-01T00:00:00Z';

/** A signature or attestation as a layer: its bytes, and a descriptor whose annotations hold the rest. */
export interface LegacyLayer {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The descriptor of a legacy layer. */
export function legacyDescriptor({ bytes, mediaType, annotations }: LegacyLayer): Descriptor {
  return { mediaType, size: bytes.length, digest: digestOf(bytes), annotations };
}

/**
 * The image under a legacy tag: an OCI manifest with one layer for each signature and a config that lists them
 * (cosign, specs/SIGNATURE_SPEC.md), as cosign 2 writes it.
 * @throws AcgsError `evidence/too-large` past 1,000 layers
 */
export function legacyManifest(layers: readonly Descriptor[]): { manifest: Content; config: Content } {
  if (layers.length > LAYERS_LIMIT)
    throw new AcgsError('evidence/too-large', `a legacy tag holds ${LAYERS_LIMIT} signatures at most`);
  const configBytes = Buffer.from(
    JSON.stringify({
      architecture: '',
      created: NO_TIME,
      history: layers.map(() => ({ created: NO_TIME })),
      os: '',
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
      config: {},
    }),
  );
  const config = { mediaType: OCI_CONFIG, size: configBytes.length, digest: digestOf(configBytes) };
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config,
      layers: layers.map(({ mediaType, size, digest, annotations }) => ({
        mediaType,
        size,
        digest,
        ...(annotations === undefined ? {} : { annotations }),
      })),
    }),
  );
  return {
    config: { descriptor: config, bytes: configBytes },
    manifest: {
      descriptor: { mediaType: OCI_MANIFEST, digest: digestOf(bytes), size: bytes.length },
      bytes,
    },
  };
}

/** The manifest that holds `former` layers and one more; the same signature twice is held once. */
export function withLegacyLayer(former: readonly Descriptor[], layer: LegacyLayer): ManifestToWrite {
  const descriptor = legacyDescriptor(layer);
  const { manifest, config } = legacyManifest(unionOfLayers(former, [descriptor]));
  return { blobs: [{ descriptor, bytes: Buffer.from(layer.bytes) }, config], manifest };
}

/** Layers of both, each signature once, in order. */
export function unionOfLayers(first: readonly Descriptor[], second: readonly Descriptor[]): Descriptor[] {
  const known = new Map<string, Descriptor>();
  for (const layer of [...first, ...second]) {
    const { digest, annotations = {} } = layer;
    const name = JSON.stringify([digest, Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1))]);
    if (!known.has(name)) known.set(name, layer);
  }
  return [...known.values()];
}

/** The layers of a legacy manifest. @throws AcgsError `evidence/invalid` for an index */
export function layersOf({ content, descriptor }: FetchedManifest): readonly Descriptor[] {
  if (content.kind === 'manifest') return content.manifest.layers;
  throw new AcgsError(
    'evidence/invalid',
    `${descriptor.digest} under a signature tag: expected a manifest, got an index`,
  );
}
