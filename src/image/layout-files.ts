import { join } from 'node:path';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest, hexOf } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { OCI_INDEX } from '../model/media-types.js';
import { LayoutBlobs } from '../registry/layout-blobs.js';
import { MANIFEST_LIMIT } from '../registry/limits.js';
import { type ManifestContent, readManifest } from '../registry/read-manifest.js';
import { entriesOf, factsOf, readBytes, remove, writeFileAtomic } from '../system/files.js';
import { digestOfFile } from '../system/hashing.js';

/** Where a layout keeps a blob (image-spec, image-layout.md#blobs). */
export function blobPath(folder: string, digest: Digest): string {
  return new LayoutBlobs(folder).path(digest);
}

/**
 * A small blob whose bytes were hashed and are the descriptor's.
 * @throws AcgsError `evidence/tampered`, `evidence/invalid` (missing), `evidence/too-large`, `file/failed`
 */
export async function readSmallBlob(
  folder: string,
  descriptor: Descriptor,
  limit: number = MANIFEST_LIMIT,
): Promise<Buffer> {
  return await new LayoutBlobs(folder).read(descriptor, limit);
}

/** A manifest or index of the layout. @throws as {@link readSmallBlob}, and `evidence/invalid` */
export async function readLayoutManifest(folder: string, descriptor: Descriptor): Promise<ManifestContent> {
  return readManifest(await readSmallBlob(folder, descriptor), descriptor.mediaType, descriptor.digest);
}

/** What `index.json` lists. */
export async function layoutRoots(folder: string): Promise<readonly Descriptor[]> {
  const file = join(folder, 'index.json');
  const content = readManifest(await readBytes(file, MANIFEST_LIMIT), OCI_INDEX, file);
  if (content.kind !== 'index') throw new AcgsError('evidence/invalid', `${file} is not an index`);
  return content.index.manifests;
}

/** Hashes a blob where it lies, without holding it in memory. @throws AcgsError `evidence/tampered`, `file/failed` */
export async function verifyBlob(folder: string, descriptor: Descriptor): Promise<void> {
  const { digest, size } = await digestOfFile(blobPath(folder, descriptor.digest));
  if (digest !== descriptor.digest || size !== descriptor.size)
    throw new AcgsError(
      'evidence/tampered',
      `${descriptor.digest} in ${folder} holds other bytes (${digest}, ${size} bytes instead of ${descriptor.size})`,
    );
}

/** Writes `oci-layout` and an `index.json` with just these entries. */
export async function writeLayoutHead(folder: string, roots: readonly Descriptor[]): Promise<void> {
  await writeFileAtomic(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: roots };
  await writeFileAtomic(join(folder, 'index.json'), JSON.stringify(index));
}

/** Removes everything from a layout that is not one of these blobs, `oci-layout` or `index.json`. */
export async function keepOnly(folder: string, digests: ReadonlySet<Digest>): Promise<void> {
  const keep = new Set([...digests].map(hexOf));
  for (const { name } of await entriesOf(folder))
    if (!['blobs', 'index.json', 'oci-layout'].includes(name)) await remove(join(folder, name));
  for (const { name } of await entriesOf(join(folder, 'blobs')))
    if (name !== 'sha256') await remove(join(folder, 'blobs', name));
  const blobs = join(folder, 'blobs', 'sha256');
  for (const { name } of await entriesOf(blobs)) if (!keep.has(name)) await remove(join(blobs, name));
}

/** Whether a folder holds a layout. */
export async function isLayout(folder: string): Promise<boolean> {
  return (await factsOf(join(folder, 'index.json')))?.kind === 'file';
}
