import { type Descriptor } from '../model/descriptor.js';
import { type Digest, digestOf, isDigest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { DOCKER_MANIFEST, DOCKER_MANIFEST_LIST, OCI_INDEX, OCI_MANIFEST } from '../model/media-types.js';
import { readBody } from '../system/read-body.js';
import { discard } from './discard.js';
import { type FetchedManifest } from './content.js';
import { MANIFEST_LIMIT } from './limits.js';
import { artifactTypeOf, readManifest } from './read-manifest.js';
import { manifestPath } from './paths.js';
import { type Repository } from './repository.js';
import { tampered } from './verified-stream.js';

const ACCEPT = [OCI_INDEX, OCI_MANIFEST, DOCKER_MANIFEST_LIST, DOCKER_MANIFEST].join(', ');

/** A manifest with the `ETag` it came with, for a conditional write. */
export interface TaggedManifest {
  readonly manifest: FetchedManifest;
  readonly etag: string | undefined;
}

/**
 * GET of a manifest (distribution-spec, "Pulling manifests"). The digest is that of the bytes received: the header
 * Docker-Content-Digest is never looked at (rules of trust 1). Nothing on 404.
 */
export async function fetchManifest(
  repository: Repository,
  tagOrDigest: string,
): Promise<TaggedManifest | undefined> {
  const what = isDigest(tagOrDigest)
    ? `manifest ${repository.name}@${tagOrDigest}`
    : `manifest ${repository.name}:${tagOrDigest}`;
  return await repository.transport.exchange(
    {
      method: 'GET',
      to: manifestPath(repository.repository, tagOrDigest),
      doing: `GET ${what}`,
      scopes: repository.scopes('pull'),
      headers: { accept: ACCEPT },
      expect: [200, 404],
    },
    async (response) => {
      if (response.status === 404) {
        discard(response);
        return undefined;
      }
      if (response.headers['content-type']?.startsWith('text/html') === true) {
        discard(response);
        throw new AcgsError(
          'registry/protocol',
          `GET ${what}: ${repository.registry} answers with a web page`,
          {
            next: ['check that the address is that of an OCI registry'],
          },
        );
      }
      const bytes = await readBody(response, MANIFEST_LIMIT);
      return {
        manifest: describeManifest(bytes, response.headers['content-type'], tagOrDigest, what),
        etag: response.headers['etag'],
      };
    },
  );
}

/**
 * Hashes, compares with the digest asked for (if it was one), and reads a manifest.
 * @throws AcgsError `evidence/tampered`, `evidence/invalid`, `evidence/too-large`
 */
export function describeManifest(
  bytes: Buffer,
  contentType: string | undefined,
  tagOrDigest: string,
  what: string,
): FetchedManifest {
  const digest = digestOf(bytes);
  if (isDigest(tagOrDigest) && digest !== tagOrDigest) throw tampered(what, `its bytes have ${digest}`);
  const content = readManifest(bytes, contentType?.split(';')[0]?.trim().toLowerCase(), what);
  const artifactType = artifactTypeOf(content);
  const descriptor: Descriptor = {
    mediaType: content.mediaType,
    digest,
    size: bytes.length,
    ...(artifactType === undefined ? {} : { artifactType }),
  };
  return { descriptor, bytes, content };
}

/** HEAD of a manifest: whether it is there. What it is must be fetched and hashed. */
export async function manifestExists(repository: Repository, digest: Digest): Promise<boolean> {
  return await repository.transport.exchange(
    {
      method: 'HEAD',
      to: manifestPath(repository.repository, digest),
      doing: `HEAD manifest ${repository.name}@${digest}`,
      scopes: repository.scopes('pull'),
      headers: { accept: ACCEPT },
      expect: [200, 404],
    },
    (response) => {
      discard(response);
      return Promise.resolve(response.status === 200);
    },
  );
}

/** A write that another writer was quicker than (HTTP 412 to If-Match). */
export const CONFLICT = 'conflict';

/**
 * PUT of a manifest by digest or tag; naming bytes twice is the same as once, so it is repeated on failure.
 * With a `condition` header a lost race is told as {@link CONFLICT}.
 * @throws AcgsError `registry/*`
 */
export async function storeManifest(
  repository: Repository,
  tagOrDigest: string,
  bytes: Uint8Array,
  mediaType: string,
  condition: Readonly<Record<string, string>> = {},
): Promise<'stored' | typeof CONFLICT> {
  if (bytes.length > MANIFEST_LIMIT)
    throw new AcgsError('evidence/too-large', `a manifest may have ${MANIFEST_LIMIT} bytes at most`);
  const conditional = Object.keys(condition).length > 0;
  return await repository.transport.exchange(
    {
      method: 'PUT',
      to: manifestPath(repository.repository, tagOrDigest),
      doing: `PUT manifest ${tagOrDigest} of ${repository.name}`,
      scopes: repository.scopes('push'),
      headers: { 'content-type': mediaType, ...condition },
      body: bytes,
      expect: conditional ? [201, 200, 202, 409, 412] : [201, 200, 202],
    },
    (response) => {
      discard(response);
      return Promise.resolve(response.status === 412 || response.status === 409 ? CONFLICT : 'stored');
    },
  );
}
