import { type Descriptor, type Manifest } from '../../model/descriptor.js';
import { type Digest, hexOf } from '../../model/digest.js';
import { AcgsError } from '../../model/errors.js';
import { type PlatformImage } from '../../model/evidence.js';
import { OCI_INDEX, OCI_MANIFEST } from '../../model/media-types.js';
import { parseJsonObject } from '../../registry/bounded-json.js';
import { factsOf } from '../../system/files.js';
import { chunksOfFile } from '../../system/read-chunks.js';
import { blobPath, readLayoutManifest, readSmallBlob } from '../layout-files.js';
import { tarOf, type TarFile } from './tar.js';

/** One platform of an image, ready to be loaded under a name that nobody else uses. */
export interface ThrowAwayImage {
  readonly name: string;
  /** The config document: what the image says of itself. */
  readonly config: Readonly<Record<string, unknown>>;
  /** From the base upwards. */
  readonly layers: readonly Descriptor[];
  /**
   * A tar of a layout with this platform alone: no referrers, which an engine would load as images of their own.
   * Its pieces are good until the next is asked for.
   */
  readonly tar: (options?: TarOptions) => AsyncIterable<Buffer>;
}

interface TarOptions {
  /** Makes its JSON documents at least so long, with spaces (see `load-image.ts`); bytes. */
  readonly padTo?: number | undefined;
  /** The first layer that is in it: those below are left out (see `load-missing.ts`). Default 0. */
  readonly from?: number;
}

/**
 * Prepares one platform of a layout for `docker load`: as an OCI layout for the containerd store, with docker's
 * `manifest.json` beside it for the classic one.
 * @param name full name with tag, e.g. `docker.io/library/acgs-smoke-1f:latest`
 * @throws AcgsError `evidence/tampered`, `evidence/invalid`
 */
export async function throwAwayImage(
  layout: string,
  image: PlatformImage,
  name: string,
): Promise<ThrowAwayImage> {
  const size = (await factsOf(blobPath(layout, image.manifest)))?.size ?? 0;
  const descriptor: Descriptor = { mediaType: OCI_MANIFEST, digest: image.manifest, size };
  const content = await readLayoutManifest(layout, descriptor);
  if (content.kind !== 'manifest') throw new AcgsError('evidence/invalid', `${image.manifest} is no image`);
  const { manifest } = content;
  if (manifest.config.digest !== image.config)
    throw new AcgsError(
      'evidence/invalid',
      `expected the config ${image.config}, got ${manifest.config.digest}`,
    );
  const config = parseJsonObject(await readSmallBlob(layout, manifest.config), `config ${image.config}`);
  return {
    ...{ name, config, layers: manifest.layers },
    tar: (options = {}) => pack(layout, descriptor, manifest, name, options),
  };
}

/** The archive as an OCI layout for the containerd store, with docker's `manifest.json` beside it for the classic one. */
function pack(
  layout: string,
  descriptor: Descriptor,
  manifest: Manifest,
  name: string,
  { padTo = 0, from = 0 }: TarOptions,
): AsyncIterable<Buffer> {
  const named = { ...descriptor, annotations: { 'io.containerd.image.name': name } };
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [named] };
  const path = (digest: Digest): string => `blobs/sha256/${hexOf(digest)}`;
  const docker = [
    {
      Config: path(manifest.config.digest),
      RepoTags: [name],
      Layers: manifest.layers.map(({ digest }) => path(digest)),
    },
  ];
  const blobs = new Map(
    [descriptor, manifest.config, ...manifest.layers.slice(from)].map((blob) => [blob.digest, blob]),
  );
  return tarOf([
    text('oci-layout', '{"imageLayoutVersion":"1.0.0"}'),
    text('index.json', JSON.stringify(index).padEnd(padTo)),
    text('manifest.json', JSON.stringify(docker).padEnd(padTo)),
    ...[...blobs.values()].map(({ digest, size }) => ({
      ...{ name: path(digest), size },
      content: chunksOfFile(blobPath(layout, digest)),
    })),
  ]);
}

function text(name: string, content: string): TarFile {
  const bytes = Buffer.from(content);
  return { name, size: bytes.length, content: [bytes] };
}
