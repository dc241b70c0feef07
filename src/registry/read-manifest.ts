import { type Descriptor, type Index, type Manifest } from '../model/descriptor.js';
import { isDigest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { isIndexType, isManifestType, OCI_INDEX, OCI_MANIFEST } from '../model/media-types.js';
import { type Platform } from '../model/platform.js';
import { isObject, type JsonObject, parseJsonObject } from './bounded-json.js';
import { MANIFEST_LIMIT } from './limits.js';

/** A manifest or an index, told apart. */
export type ManifestContent =
  | { readonly kind: 'index'; readonly mediaType: string; readonly index: Index }
  | { readonly kind: 'manifest'; readonly mediaType: string; readonly manifest: Manifest };

/** Most descriptors in one manifest or index. */
const DESCRIPTORS_LIMIT = 10_000;

/**
 * Reads the bytes of a manifest or index. `announced` is the media type by which it came (header or descriptor);
 * a document that says otherwise of itself is refused (CVE-2021-41190: one digest, two readings).
 * @throws AcgsError `evidence/invalid`, `evidence/too-large`
 */
export function readManifest(
  bytes: Uint8Array,
  announced: string | undefined,
  what: string,
): ManifestContent {
  if (bytes.length > MANIFEST_LIMIT)
    throw new AcgsError('evidence/too-large', `${what} is larger than the ${MANIFEST_LIMIT} bytes allowed`);
  const document = parseJsonObject(bytes, what);
  const refuse = (why: string): AcgsError => new AcgsError('evidence/invalid', `${what}: ${why}`);
  const own = document['mediaType'];
  if (own !== undefined && typeof own !== 'string') throw refuse('mediaType is not a string');
  const said = isIndexType(announced) || isManifestType(announced) ? announced : undefined;
  if (own !== undefined && said !== undefined && own !== said)
    throw refuse(`it came as ${said} but calls itself ${own}`);
  if (document['manifests'] !== undefined && document['layers'] !== undefined)
    throw refuse('it is both an index and a manifest');
  if (document['schemaVersion'] !== 2)
    throw refuse(`expected schemaVersion 2, got ${JSON.stringify(document['schemaVersion'])}`);
  const mediaType = own ?? said ?? (document['manifests'] === undefined ? OCI_MANIFEST : OCI_INDEX);
  const rest = optionalParts(document, what);
  if (isIndexType(mediaType))
    return {
      kind: 'index',
      mediaType,
      index: { schemaVersion: 2, mediaType, manifests: descriptors(document['manifests'], what), ...rest },
    };
  if (isManifestType(mediaType))
    return {
      kind: 'manifest',
      mediaType,
      manifest: {
        schemaVersion: 2,
        mediaType,
        config: readDescriptor(document['config'], `${what}: config`),
        layers: descriptors(document['layers'], what),
        ...rest,
      },
    };
  throw refuse(`expected a manifest or an index, got ${mediaType}`);
}

function optionalParts(
  document: JsonObject,
  what: string,
): Pick<Manifest, 'artifactType' | 'subject' | 'annotations'> {
  const { artifactType, subject, annotations } = document;
  return {
    ...(typeof artifactType === 'string' && artifactType !== '' ? { artifactType } : {}),
    ...(subject === undefined || subject === null
      ? {}
      : { subject: readDescriptor(subject, `${what}: subject`) }),
    ...(annotations === undefined || annotations === null
      ? {}
      : { annotations: readAnnotations(annotations, what) }),
  };
}

function descriptors(list: unknown, what: string): Descriptor[] {
  if (!Array.isArray(list))
    throw new AcgsError('evidence/invalid', `${what}: expected a list of descriptors`);
  if (list.length > DESCRIPTORS_LIMIT)
    throw new AcgsError('evidence/too-large', `${what} lists more than ${DESCRIPTORS_LIMIT} descriptors`);
  return list.map((item) => readDescriptor(item, what));
}

/** Reads a descriptor. @throws AcgsError `evidence/invalid` */
export function readDescriptor(value: unknown, what: string): Descriptor {
  const refuse = (why: string): AcgsError =>
    new AcgsError('evidence/invalid', `${what}: invalid descriptor: ${why}`);
  if (!isObject(value)) throw refuse('not an object');
  const { mediaType, digest, size, artifactType, annotations, platform } = value;
  if (typeof mediaType !== 'string') throw refuse('no mediaType');
  if (typeof digest !== 'string' || !isDigest(digest))
    throw refuse(`expected a sha256 digest, got ${JSON.stringify(digest)?.slice(0, 100)}`);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw refuse(`size is ${JSON.stringify(size)}`);
  const where = readPlatform(platform);
  return {
    mediaType,
    digest,
    size,
    ...(where === undefined ? {} : { platform: where }),
    ...(typeof artifactType === 'string' && artifactType !== '' ? { artifactType } : {}),
    ...(annotations === undefined || annotations === null
      ? {}
      : { annotations: readAnnotations(annotations, what) }),
  };
}

function readPlatform(value: unknown): Platform | undefined {
  if (!isObject(value)) return undefined;
  const { os, architecture, variant } = value;
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined;
  return { os, architecture, ...(typeof variant === 'string' && variant !== '' ? { variant } : {}) };
}

function readAnnotations(value: unknown, what: string): Record<string, string> {
  if (!isObject(value)) throw new AcgsError('evidence/invalid', `${what}: annotations are not an object`);
  const entries = Object.entries(value).map(([name, text]): [string, string] => {
    if (typeof text !== 'string')
      throw new AcgsError('evidence/invalid', `${what}: annotation ${name} is not a string`);
    return [name, text];
  });
  return Object.fromEntries(entries);
}

/** What a manifest is, as a descriptor of it says (image-spec, manifest.md: artifactType falls back to the config's type). */
export function artifactTypeOf(content: ManifestContent): string | undefined {
  if (content.kind === 'index') return content.index.artifactType;
  const { manifest } = content;
  return manifest.artifactType ?? manifest.config.mediaType;
}

/** The subject of a manifest or index. */
export function subjectOf(content: ManifestContent): Descriptor | undefined {
  return content.kind === 'index' ? content.index.subject : content.manifest.subject;
}

/** Annotations of a manifest or index. */
export function annotationsOf(content: ManifestContent): Readonly<Record<string, string>> | undefined {
  return content.kind === 'index' ? content.index.annotations : content.manifest.annotations;
}
