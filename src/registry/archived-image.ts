import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest, digestOf } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { OCI_CONFIG, OCI_MANIFEST } from '../model/media-types.js';
import { parseBoundedJson } from '../model/bounded-json.js';
import { isObject, parseJsonObject } from './bounded-json.js';
import { type Layout, isManifestDescriptor } from './layout.js';
import { JSON_DEPTH_LIMIT, MANIFEST_LIMIT } from './limits.js';
import { readDescriptor } from './read-manifest.js';

/** An entry of an archive: a blob that now lies in the layout, or a link to another name. */
export type ArchivedFile =
  | { readonly kind: 'file'; readonly digest: Digest; readonly size: number }
  | { readonly kind: 'link'; readonly target: string };

type Files = ReadonlyMap<string, ArchivedFile>;

const LAYER = 'application/vnd.oci.image.layer.v1.tar';
const LINKS_LIMIT = 16;
/** Most bytes that one layer may unpack to. */
const UNPACKED_LIMIT = 16 * 1024 ** 3;

/**
 * Finds the image among unpacked files: an OCI `index.json` (Docker 25 and later), else docker's `manifest.json`, whose
 * config and layers get an OCI manifest, so that the config's digest, docker's image id, stays.
 * @throws AcgsError `evidence/invalid`, `usage/invalid` when there are several images
 */
export async function readArchivedImage(files: Files, archive: string, layout: Layout): Promise<Descriptor> {
  const index = resolve(files, 'index.json');
  const root =
    index === undefined
      ? await fromDockerManifest(files, archive, layout)
      : await fromIndex(index, archive, layout);
  await layout.addRoot(root);
  return root;
}

async function fromIndex(file: Blob, archive: string, layout: Layout): Promise<Descriptor> {
  const document = parseJsonObject(await small(layout, file), `index.json of ${archive}`);
  const list: unknown[] = Array.isArray(document['manifests']) ? document['manifests'] : [];
  const entries = list.map((item) => readDescriptor(item, `index.json of ${archive}`));
  const manifests = entries.filter(isManifestDescriptor);
  for (const { digest } of manifests)
    if (!(await layout.hasManifest(digest)))
      throw new AcgsError('evidence/invalid', `${archive} lacks ${digest}, which its index.json names`);
  // Signatures and attestations are entries beside the image that they speak of: the layout tells which is which.
  await layout.addEntries(manifests);
  const [first, ...others] = await layout.images();
  return onlyImage(first, others, archive);
}

async function fromDockerManifest(files: Files, archive: string, layout: Layout): Promise<Descriptor> {
  const file = resolve(files, 'manifest.json');
  if (file === undefined)
    throw new AcgsError('evidence/invalid', `${archive} is no archive of an image: no manifest.json in it`);
  const limits = { bytes: MANIFEST_LIMIT, depth: JSON_DEPTH_LIMIT };
  const list = parseBoundedJson(await small(layout, file), `manifest.json of ${archive}`, limits);
  const [first, ...others] = Array.isArray(list) ? list.filter(isObject) : [];
  const { Config: configName, Layers: layerNames } = onlyImage(first, others, archive);
  const blobOf = (name: unknown): Blob => {
    const found = typeof name === 'string' ? resolve(files, name) : undefined;
    if (found === undefined)
      throw new AcgsError('evidence/invalid', `${archive} lacks ${JSON.stringify(name)?.slice(0, 200)}`);
    return found;
  };
  const config = blobOf(configName);
  const layers = (Array.isArray(layerNames) ? layerNames : []).map(blobOf);
  const typed = await checkDiffIds(config, layers, archive, layout);
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: { mediaType: OCI_CONFIG, ...config },
      layers: typed,
    }),
  );
  await layout.putManifest(manifest, OCI_MANIFEST);
  return { mediaType: OCI_MANIFEST, digest: digestOf(manifest), size: manifest.length };
}

/**
 * The layers must be exactly those that the config names (image-spec, config.md, diff_ids): as they are, as docker saves
 * them, or once unpacked, as others do.
 */
async function checkDiffIds(
  config: Blob,
  layers: readonly Blob[],
  archive: string,
  layout: Layout,
): Promise<Descriptor[]> {
  const { rootfs } = parseJsonObject(await small(layout, config), `the config in ${archive}`);
  const wanted: unknown[] = isObject(rootfs) && Array.isArray(rootfs['diff_ids']) ? rootfs['diff_ids'] : [];
  const refuse = (why: string): AcgsError =>
    new AcgsError(
      'evidence/tampered',
      `the layers in ${archive} are not those that its config names: ${why}`,
    );
  if (wanted.length !== layers.length) throw refuse(`expected ${wanted.length} layers, got ${layers.length}`);
  const typed: Descriptor[] = [];
  for (const [at, layer] of layers.entries()) {
    if (layer.digest === wanted[at]) typed.push({ mediaType: LAYER, ...layer });
    else if ((await unpackedDigest(layer, layout)) === wanted[at])
      typed.push({ mediaType: `${LAYER}+gzip`, ...layer });
    else throw refuse(`layer ${at + 1} is ${layer.digest}`);
  }
  return typed;
}

/** The digest of what a gzip-compressed blob unpacks to; nothing for another format. @throws AcgsError `evidence/too-large` */
async function unpackedDigest(blob: Blob, layout: Layout): Promise<Digest | undefined> {
  const { createGunzip } = await import('node:zlib');
  const source = Readable.from(copies(layout.openBlob({ mediaType: LAYER, ...blob })), { objectMode: false });
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of source.pipe(unpacked) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > UNPACKED_LIMIT)
        throw new AcgsError(
          'evidence/too-large',
          `${blob.digest} unpacks to more than ${UNPACKED_LIMIT} bytes`,
        );
      hash.update(chunk);
    }
    return `sha256:${hash.digest('hex')}`;
  } catch (error) {
    if (error instanceof AcgsError) throw error;
    // zlib's word for bytes that are not gzip; the caller says what was expected.
    return undefined;
  } finally {
    source.destroy();
  }
}

/** Pieces that stay good: a stream reads ahead. */
async function* copies(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

interface Blob {
  readonly digest: Digest;
  readonly size: number;
}

function resolve(files: Files, name: string): Blob | undefined {
  let file = files.get(name);
  for (let hops = 0; file?.kind === 'link' && hops < LINKS_LIMIT; hops += 1) file = files.get(file.target);
  return file?.kind === 'file' ? { digest: file.digest, size: file.size } : undefined;
}

async function small(layout: Layout, blob: Blob): Promise<Buffer> {
  return await layout.readBlob({ mediaType: '', ...blob }, MANIFEST_LIMIT);
}

function onlyImage<Image>(first: Image | undefined, others: readonly Image[], archive: string): Image {
  if (first === undefined) throw new AcgsError('evidence/invalid', `${archive} holds no image`);
  if (others.length > 0)
    throw new AcgsError('usage/invalid', `${archive} holds ${others.length + 1} images`, {
      next: ['save one image at a time: `docker save IMAGE -o FILE`'],
    });
  return first;
}
