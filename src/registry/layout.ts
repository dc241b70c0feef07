import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest, digestOf, isDigest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { isIndexType, isManifestType } from '../model/media-types.js';
import { makeDirectory, readTextIfPresent, writeFileAtomic } from '../system/files.js';
import { parseJsonObject } from './bounded-json.js';
import { type BlobOutcome, type ContentSink, type FetchedManifest, type FoundReferrer } from './content.js';
import { LayoutBlobs } from './layout-blobs.js';
import { entryOf, type LayoutEntry, LayoutIndex, REF_NAME, retagged } from './layout-index.js';
import { LayoutReferrers } from './layout-referrers.js';
import { MANIFEST_LIMIT } from './limits.js';
import { describeManifest } from './manifests.js';
import { readManifest } from './read-manifest.js';
import { refuseLarger } from './refuse-larger.js';

const VERSION_FILE = 'oci-layout';

/**
 * An OCI layout folder (image-spec, image-layout.md): first the images, then their referrers as entries of their own
 * with full descriptors and no tag. Every byte that comes out of it has been hashed.
 */
export class Layout implements ContentSink {
  readonly kind = 'layout';
  readonly name: string;
  readonly blobs: LayoutBlobs;
  private readonly index: LayoutIndex;
  private readonly referrers: LayoutReferrers;

  private constructor(readonly folder: string) {
    this.name = `layout ${folder}`;
    this.blobs = new LayoutBlobs(folder);
    this.index = new LayoutIndex(folder);
    this.referrers = new LayoutReferrers(folder, this);
  }

  /** Opens a layout. @throws AcgsError `source/not-found`, `evidence/invalid` */
  static async open(folder: string): Promise<Layout> {
    const layout = new Layout(folder);
    await layout.index.entries();
    const path = join(folder, VERSION_FILE);
    const version = await readTextIfPresent(path);
    const wanted = '1.0.0';
    const found =
      version === undefined ? undefined : parseJsonObject(Buffer.from(version), path)['imageLayoutVersion'];
    if (found !== wanted)
      throw new AcgsError(
        'evidence/invalid',
        `${path}: expected imageLayoutVersion ${wanted}, got ${JSON.stringify(found) ?? 'no such file'}`,
      );
    return layout;
  }

  /** Opens a layout, making an empty one where there is none. */
  static async init(folder: string): Promise<Layout> {
    if ((await readTextIfPresent(join(folder, 'index.json'))) !== undefined) return await Layout.open(folder);
    await makeDirectory(join(folder, 'blobs', 'sha256'));
    await new LayoutIndex(folder).create();
    await writeFileAtomic(join(folder, VERSION_FILE), '{"imageLayoutVersion":"1.0.0"}');
    return await Layout.open(folder);
  }

  /** Descriptors of `index.json`, in order. */
  async entries(): Promise<Descriptor[]> {
    return (await this.index.entries()).map(({ descriptor }) => descriptor);
  }

  /** The images: entries that are no referrers and carry no digest-named tag (`sha256-….sig`). */
  async images(): Promise<Descriptor[]> {
    const images: Descriptor[] = [];
    for (const descriptor of await this.entries()) {
      const { [REF_NAME]: named, kind } = descriptor.annotations ?? {};
      if (named !== undefined && /^sha256-[0-9a-f]{64}/.test(named)) continue;
      // Tools that save signatures beside an image mark them so.
      if (kind !== undefined && /\/(?:sigs|atts)$/.test(kind)) continue;
      if ((await this.referrers.subjectOf(descriptor)) === undefined) images.push(descriptor);
    }
    return images;
  }

  /** The one image. @throws AcgsError `usage/invalid` when there are several, `evidence/invalid` when there is none */
  async image(): Promise<FetchedManifest> {
    const [first, ...others] = await this.images();
    if (first === undefined) throw new AcgsError('evidence/invalid', `${this.name} holds no image`);
    if (others.length > 0)
      throw new AcgsError('usage/invalid', `${this.name} holds ${others.length + 1} images`, {
        next: [`name one by its digest, e.g. ${first.digest}`],
      });
    return await this.getManifest(first.digest);
  }

  async findManifest(tagOrDigest: string): Promise<FetchedManifest | undefined> {
    const named = isDigest(tagOrDigest) ? undefined : await this.entryTagged(tagOrDigest);
    const digest = isDigest(tagOrDigest) ? tagOrDigest : named?.descriptor.digest;
    if (digest === undefined) return undefined;
    const size = await this.blobs.size(digest);
    if (size === undefined) return undefined;
    const what = `manifest ${this.blobs.path(digest)}`;
    refuseLarger({ size }, MANIFEST_LIMIT, what);
    const bytes = await this.readBlob({ mediaType: '', digest, size }, MANIFEST_LIMIT);
    return describeManifest(bytes, named?.descriptor.mediaType, digest, what);
  }

  async getManifest(tagOrDigest: string): Promise<FetchedManifest> {
    const found = await this.findManifest(tagOrDigest);
    if (found !== undefined) return found;
    throw new AcgsError('registry/not-found', `${this.name} has no ${tagOrDigest}`);
  }

  async hasManifest(digest: Digest): Promise<boolean> {
    const size = await this.blobs.size(digest);
    return size !== undefined && (await this.blobs.has({ digest, size }));
  }

  async hasBlob(descriptor: Descriptor): Promise<boolean> {
    return await this.blobs.has(descriptor);
  }

  openBlob(descriptor: Descriptor): AsyncIterable<Buffer> {
    return this.blobs.open(descriptor);
  }

  async readBlob(descriptor: Descriptor, limit: number): Promise<Buffer> {
    return await this.blobs.read(descriptor, limit);
  }

  async referrersOf(digest: Digest): Promise<readonly FoundReferrer[]> {
    return await this.referrers.of(digest, await this.entries());
  }

  async putBlob(descriptor: Descriptor, open: () => AsyncIterable<Buffer>): Promise<BlobOutcome> {
    if (await this.blobs.has(descriptor)) return 'present';
    await this.blobs.write(descriptor, open);
    return 'written';
  }

  async putManifest(
    bytes: Uint8Array,
    mediaType: string,
  ): Promise<{ descriptor: Descriptor; written: boolean }> {
    readManifest(bytes, mediaType, `manifest for ${this.name}`);
    const descriptor: Descriptor = { mediaType, digest: digestOf(bytes), size: bytes.length };
    const outcome = await this.putBlob(descriptor, () => Readable.from([Buffer.from(bytes)]));
    return { descriptor, written: outcome === 'written' };
  }

  async linkReferrers(_subject: Digest, referrers: readonly Descriptor[]): Promise<void> {
    await this.addEntries(referrers);
  }

  /** Adds entries after all others; an entry that is there already stays where and as it is. */
  async addEntries(descriptors: readonly Descriptor[]): Promise<void> {
    await this.index.update((entries) => {
      const known = new Set(entries.map(({ descriptor }) => descriptor.digest));
      return [...entries, ...descriptors.filter(({ digest }) => !known.has(digest)).map(entryOf)];
    });
  }

  /** Adds an image before all referrers, unless it is there. */
  async addRoot(descriptor: Descriptor): Promise<void> {
    await this.index.update(async (entries) => {
      if (entries.some((entry) => entry.descriptor.digest === descriptor.digest)) return entries;
      let at = 0;
      for (const entry of entries) {
        if ((await this.referrers.subjectOf(entry.descriptor)) !== undefined) break;
        at += 1;
      }
      return [...entries.slice(0, at), entryOf(descriptor), ...entries.slice(at)];
    });
  }

  /** Takes entries out of `index.json`; their blobs stay until `collectGarbage`. */
  async removeEntries(digests: readonly Digest[]): Promise<void> {
    const unwanted = new Set<string>(digests);
    await this.index.update((entries) =>
      entries.filter(({ descriptor }) => !unwanted.has(descriptor.digest)),
    );
  }

  async setTag(tag: string, digest: Digest): Promise<void> {
    const { descriptor } = await this.getManifest(digest);
    await this.index.update((entries) => {
      const freed = entries
        // What only a digest-named tag held is replaced with it.
        .filter((entry) => !(isTagged(entry, tag) && tag.startsWith('sha256-')))
        .map((entry) =>
          isTagged(entry, tag) && entry.descriptor.digest !== digest ? retagged(entry, undefined) : entry,
        );
      const at = freed.findIndex((entry) => entry.descriptor.digest === digest);
      const own = freed[at];
      if (own === undefined) return [...freed, retagged(entryOf(descriptor), tag)];
      return freed.with(at, retagged(own, tag));
    });
  }

  private async entryTagged(tag: string): Promise<LayoutEntry | undefined> {
    return (await this.index.entries()).find((entry) => isTagged(entry, tag));
  }
}

/** Whether an entry has a tag; some writers put the whole reference there. */
function isTagged({ descriptor }: LayoutEntry, tag: string): boolean {
  const name = descriptor.annotations?.[REF_NAME];
  return name === tag || (name?.endsWith(`:${tag}`) ?? false);
}

/** Whether a descriptor names a manifest or an index. */
export function isManifestDescriptor({ mediaType }: Descriptor): boolean {
  return isIndexType(mediaType) || isManifestType(mediaType);
}
