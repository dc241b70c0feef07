import { join } from 'node:path';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest, digestOf, hexOf, isDigest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { DOCKER_MANIFEST, DOCKER_MANIFEST_LIST, OCI_INDEX, OCI_MANIFEST } from '../model/media-types.js';
import { formatPlatform, type Platform } from '../model/platform.js';
import { readBytes } from '../system/files.js';

/** Manifests and configs larger than this are refused (DESIGN, rules of trust 6). */
const LIMIT = 4 * 1024 * 1024;

/** One runnable platform of an image in a layout. */
export interface LayoutPlatform {
  readonly platform: Platform;
  /** `linux/amd64` */
  readonly name: string;
  readonly descriptor: Descriptor;
  readonly config: Digest;
  /** Everything that the manifest needs, itself not included. */
  readonly blobs: readonly Digest[];
  /** `rootfs.diff_ids` of the config. */
  readonly diffIds: readonly string[];
  /** `created` of the config, as written. */
  readonly created: string | undefined;
}

/** An image in an OCI layout, with its platforms. */
export interface LayoutImage {
  readonly digest: Digest;
  readonly platforms: readonly LayoutPlatform[];
}

type Json = Readonly<Record<string, unknown>>;

/** The file of a blob in a layout (image-spec, image-layout.md#blobs). */
export function blobPath(layout: string, digest: Digest): string {
  return join(layout, 'blobs', 'sha256', hexOf(digest));
}

/**
 * Reads an image of a layout: the one with `digest`, else the first entry of `index.json`. What is read is hashed and
 * compared with its name. Attestation manifests (`unknown/unknown`) are no platforms.
 * @throws AcgsError `evidence/invalid`, `evidence/tampered`, `evidence/too-large`, `file/failed`
 */
export async function readLayoutImage(layout: string, digest?: Digest): Promise<LayoutImage> {
  const index = parse(await readBytes(join(layout, 'index.json'), LIMIT), 'index.json');
  const entries = descriptorsOf(index['manifests'], 'index.json');
  const entry = digest === undefined ? entries[0] : entries.find((candidate) => candidate.digest === digest);
  if (entry === undefined)
    throw new AcgsError(
      'evidence/invalid',
      `the layout ${layout} holds no image${digest === undefined ? '' : ` ${digest}`}`,
    );
  if (!isIndex(entry)) return { digest: entry.digest, platforms: [await readPlatform(layout, entry)] };
  const image = parse(await readBlob(layout, entry.digest), entry.digest);
  const children = descriptorsOf(image['manifests'], entry.digest).filter(
    (child) => isManifest(child) && child.platform?.os !== 'unknown',
  );
  if (children.length === 0)
    throw new AcgsError(
      'evidence/invalid',
      `the index ${entry.digest} names no platform: there is nothing to scan`,
    );
  return {
    digest: entry.digest,
    platforms: await Promise.all(children.map(async (child) => await readPlatform(layout, child))),
  };
}

const isIndex = ({ mediaType }: Descriptor): boolean =>
  mediaType === OCI_INDEX || mediaType === DOCKER_MANIFEST_LIST;
const isManifest = ({ mediaType }: Descriptor): boolean =>
  mediaType === OCI_MANIFEST || mediaType === DOCKER_MANIFEST;

async function readBlob(layout: string, digest: Digest): Promise<Buffer> {
  const bytes = await readBytes(blobPath(layout, digest), LIMIT);
  const actual = digestOf(bytes);
  if (actual !== digest)
    throw new AcgsError('evidence/tampered', `the blob ${digest} has other bytes: their digest is ${actual}`);
  return bytes;
}

async function readPlatform(layout: string, descriptor: Descriptor): Promise<LayoutPlatform> {
  const manifest = parse(await readBlob(layout, descriptor.digest), descriptor.digest);
  const [config] = descriptorsOf([manifest['config']], descriptor.digest);
  if (config === undefined)
    throw new AcgsError('evidence/invalid', `the manifest ${descriptor.digest} has no config`);
  const layers = descriptorsOf(manifest['layers'], descriptor.digest);
  const image = parse(await readBlob(layout, config.digest), config.digest);
  const rootfs = record(image['rootfs']);
  const diffIds = Array.isArray(rootfs['diff_ids']) ? rootfs['diff_ids'].map(String) : [];
  const platform = {
    os: text(image['os'], descriptor.platform?.os),
    architecture: text(image['architecture'], descriptor.platform?.architecture),
    ...(descriptor.platform?.variant === undefined ? {} : { variant: descriptor.platform.variant }),
  };
  return {
    platform,
    name: formatPlatform(platform),
    descriptor,
    config: config.digest,
    blobs: [config.digest, ...layers.map((layer) => layer.digest)],
    diffIds,
    created: typeof image['created'] === 'string' ? image['created'] : undefined,
  };
}

function parse(bytes: Buffer, name: string): Json {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  } catch {
    // Said below, as for JSON of another kind.
  }
  throw new AcgsError('evidence/invalid', `expected ${name} to be a JSON object`);
}

function descriptorsOf(value: unknown, name: string): Descriptor[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.map((item) => {
    const { mediaType, digest, size, platform } = record(item);
    if (typeof digest !== 'string' || !isDigest(digest) || typeof size !== 'number')
      throw new AcgsError('evidence/invalid', `${name} holds a descriptor without a sha256 digest or size`);
    const { os, architecture, variant } = record(platform);
    return {
      mediaType: text(mediaType, ''),
      digest,
      size,
      ...(platform === undefined
        ? {}
        : {
            platform: {
              os: text(os, ''),
              architecture: text(architecture, ''),
              ...(typeof variant === 'string' && variant !== '' ? { variant } : {}),
            },
          }),
    };
  });
}

const record = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const text = (value: unknown, otherwise: string | undefined): string =>
  typeof value === 'string' ? value : (otherwise ?? 'unknown');
