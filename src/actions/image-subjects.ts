import { type ContentSource, type FetchedManifest } from '../registry/content.js';
import { NESTING_LIMIT } from '../registry/limits.js';
import { type Descriptor } from '../model/descriptor.js';
import { AcgsError } from '../model/errors.js';
import { isIndexType } from '../model/media-types.js';
import { formatPlatform } from '../model/platform.js';

/** A manifest that can be signed: the image itself or one of its platforms. */
export interface ImageSubject {
  readonly manifest: FetchedManifest;
  /** `linux/arm64`; none for the image itself. */
  readonly platform?: string;
}

/** BuildKit's records travel as manifests of an index, with this annotation; they are no platform. */
const ATTESTATION_MARK = 'vnd.docker.reference.type';

/**
 * The image and every platform manifest under it, each read and hashed; indexes within indexes are opened too.
 * @throws AcgsError `registry/not-found`, `evidence/tampered`, `evidence/too-large`
 */
export async function imageSubjects(source: ContentSource, root: FetchedManifest): Promise<ImageSubject[]> {
  const platforms = await platformsUnder(source, root, 0);
  return [{ manifest: root }, ...platforms];
}

async function platformsUnder(
  source: ContentSource,
  { content }: FetchedManifest,
  depth: number,
): Promise<ImageSubject[]> {
  if (content.kind === 'manifest') return [];
  if (depth >= NESTING_LIMIT)
    throw new AcgsError('evidence/too-large', `the image nests indexes deeper than ${NESTING_LIMIT} levels`);
  const children = content.index.manifests.filter(
    ({ annotations }) => annotations?.[ATTESTATION_MARK] === undefined,
  );
  const found = await Promise.all(children.map((child) => subjectsOf(source, child, depth)));
  return found.flat();
}

async function subjectsOf(source: ContentSource, child: Descriptor, depth: number): Promise<ImageSubject[]> {
  const manifest = await source.getManifest(child.digest);
  if (isIndexType(manifest.descriptor.mediaType))
    return [{ manifest }, ...(await platformsUnder(source, manifest, depth + 1))];
  const platform = child.platform === undefined ? undefined : formatPlatform(child.platform);
  return [{ manifest, ...(platform === undefined ? {} : { platform }) }];
}
