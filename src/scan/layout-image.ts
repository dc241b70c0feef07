import { type Descriptor } from '../model/descriptor.js';
import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { isManifestType } from '../model/media-types.js';
import { formatPlatform, type Platform } from '../model/platform.js';
import { isObject, type JsonObject, parseJsonObject } from '../registry/bounded-json.js';
import { Layout } from '../registry/layout.js';
import { MANIFEST_LIMIT } from '../registry/limits.js';
import { type ManifestContent, readManifest } from '../registry/read-manifest.js';

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

/**
 * Reads an image of a layout: the one with `digest`, else the first entry of `index.json`. What is read is hashed and
 * compared with its name. Attestation manifests (`unknown/unknown`) are no platforms.
 * @throws AcgsError `source/not-found`, `evidence/invalid`, `evidence/tampered`, `evidence/too-large`, `file/failed`
 */
export async function readLayoutImage(folder: string, digest?: Digest): Promise<LayoutImage> {
  const layout = await Layout.open(folder);
  const entries = await layout.entries();
  const entry = digest === undefined ? entries[0] : entries.find((candidate) => candidate.digest === digest);
  if (entry === undefined)
    throw new AcgsError(
      'evidence/invalid',
      `the layout ${folder} holds no image${digest === undefined ? '' : ` ${digest}`}`,
    );
  const image = await contentOf(layout, entry);
  if (image.kind === 'manifest')
    return { digest: entry.digest, platforms: [await readPlatform(layout, entry)] };
  const children = image.index.manifests.filter(
    ({ mediaType, platform }) => isManifestType(mediaType) && platform?.os !== 'unknown',
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

async function contentOf(layout: Layout, descriptor: Descriptor): Promise<ManifestContent> {
  const bytes = await layout.readBlob(descriptor, MANIFEST_LIMIT);
  return readManifest(bytes, descriptor.mediaType, descriptor.digest);
}

async function readPlatform(layout: Layout, descriptor: Descriptor): Promise<LayoutPlatform> {
  const content = await contentOf(layout, descriptor);
  if (content.kind !== 'manifest')
    throw new AcgsError('evidence/invalid', `${descriptor.digest} is an index, expected an image`);
  const { config, layers } = content.manifest;
  const image = parseJsonObject(await layout.readBlob(config, MANIFEST_LIMIT), `config ${config.digest}`);
  const rootfs = isObject(image['rootfs']) ? image['rootfs'] : {};
  const diffIds: readonly unknown[] = Array.isArray(rootfs['diff_ids']) ? rootfs['diff_ids'] : [];
  const listed = descriptor.platform;
  const platform = {
    os: textOf(image, 'os') ?? listed?.os ?? 'unknown',
    architecture: textOf(image, 'architecture') ?? listed?.architecture ?? 'unknown',
    ...(listed?.variant === undefined ? {} : { variant: listed.variant }),
  };
  return {
    platform,
    name: formatPlatform(platform),
    descriptor,
    config: config.digest,
    blobs: [config, ...layers].map((blob) => blob.digest),
    diffIds: diffIds.map(String),
    created: textOf(image, 'created'),
  };
}

function textOf(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}
