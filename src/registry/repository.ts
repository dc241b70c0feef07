import { type Descriptor } from '../model/descriptor.js';
import { type Digest, digestOf } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { type Reference } from '../model/reference.js';
import { hasBlob, openBlob, readBlob } from './blobs.js';
import {
  type BlobOrigin,
  type BlobOutcome,
  type ContentSink,
  type FetchedManifest,
  type FoundReferrer,
} from './content.js';
import { FallbackIndex } from './fallback-index.js';
import { fetchManifest, manifestExists, storeManifest } from './manifests.js';
import { type RegistryOptions } from './options.js';
import { readManifest } from './read-manifest.js';
import { queryReferrers } from './referrers.js';
import { listTags } from './tags.js';
import { RegistryTransport } from './transport.js';
import { uploadBlob } from './upload.js';

/** One repository of a registry. Every byte that comes out of it has been hashed. */
export class Repository implements ContentSink {
  readonly kind = 'registry';
  readonly name: string;
  /** For the requests of this folder's files. */
  readonly transport: RegistryTransport;
  private readonly fallback: FallbackIndex;
  /** Whether the registry has the referrers API, once an answer told. */
  private referrersApi: boolean | undefined;

  constructor(
    readonly registry: string,
    readonly repository: string,
    readonly options: RegistryOptions = {},
  ) {
    this.name = `${registry}/${repository}`;
    this.transport = new RegistryTransport(registry, options);
    this.fallback = new FallbackIndex(this);
  }

  async findManifest(tagOrDigest: string): Promise<FetchedManifest | undefined> {
    return (await fetchManifest(this, tagOrDigest))?.manifest;
  }

  async getManifest(tagOrDigest: string): Promise<FetchedManifest> {
    const found = await this.findManifest(tagOrDigest);
    if (found !== undefined) return found;
    throw new AcgsError('registry/not-found', `${this.name} has no ${tagOrDigest}`, {
      next: ['check the repository and the tag or digest'],
    });
  }

  async hasManifest(digest: Digest): Promise<boolean> {
    return await manifestExists(this, digest);
  }

  async hasBlob(descriptor: Descriptor): Promise<boolean> {
    return await hasBlob(this, descriptor);
  }

  openBlob(descriptor: Descriptor): AsyncIterable<Buffer> {
    return openBlob(this, descriptor);
  }

  async readBlob(descriptor: Descriptor, limit: number): Promise<Buffer> {
    return await readBlob(this, descriptor, limit);
  }

  async putBlob(
    descriptor: Descriptor,
    open: () => AsyncIterable<Buffer>,
    from?: BlobOrigin,
  ): Promise<BlobOutcome> {
    return await uploadBlob(this, descriptor, open, from);
  }

  async putManifest(
    bytes: Uint8Array,
    mediaType: string,
  ): Promise<{ descriptor: Descriptor; written: boolean }> {
    readManifest(bytes, mediaType, `manifest for ${this.name}`);
    const descriptor: Descriptor = { mediaType, digest: digestOf(bytes), size: bytes.length };
    if (await this.hasManifest(descriptor.digest)) return { descriptor, written: false };
    await storeManifest(this, descriptor.digest, bytes, mediaType);
    return { descriptor, written: true };
  }

  /** From the referrers API and from the fallback tag, which may both hold some (a registry that learned the API late). */
  async referrersOf(digest: Digest): Promise<readonly FoundReferrer[]> {
    const [api, tagged] = await Promise.all([this.referrersByApi(digest), this.fallback.read(digest)]);
    const known = new Set((api ?? []).map((descriptor) => descriptor.digest));
    return [
      ...(api ?? []).map((descriptor) => ({ store: 'referrers' as const, descriptor })),
      ...tagged
        .filter((descriptor) => !known.has(descriptor.digest))
        .map((descriptor) => ({ store: 'fallback-tag' as const, descriptor })),
    ];
  }

  /** What the referrers API lists; nothing where the registry has none. */
  async referrersByApi(digest: Digest): Promise<readonly Descriptor[] | undefined> {
    if (this.referrersApi === false) return undefined;
    const listed = await queryReferrers(this, digest);
    this.referrersApi = listed !== undefined;
    return listed;
  }

  async linkReferrers(subject: Digest, referrers: readonly Descriptor[]): Promise<void> {
    if (referrers.length === 0 || (await this.hasReferrersApi(subject))) return;
    await this.fallback.add(subject, referrers);
  }

  /** Whether the registry itself lists referrers; asked once (a header such as OCI-Subject is no proof, see ECR). */
  async hasReferrersApi(subject: Digest): Promise<boolean> {
    if (this.referrersApi === undefined) await this.referrersByApi(subject);
    return this.referrersApi === true;
  }

  async addRoot(_descriptor: Descriptor): Promise<void> {
    // A registry needs no list of what it holds.
  }

  async setTag(tag: string, digest: Digest): Promise<void> {
    const { bytes, descriptor } = await this.getManifest(digest);
    await storeManifest(this, tag, bytes, descriptor.mediaType);
  }

  /** All tags, in the registry's order. */
  async tags(): Promise<readonly string[]> {
    return await listTags(this);
  }

  /** Token scopes for reading or writing, with those of a repository to mount from. */
  scopes(action: 'pull' | 'push', mountFrom?: string): string[] {
    const own = `repository:${this.repository}:${action === 'pull' ? 'pull' : 'pull,push'}`;
    return mountFrom === undefined ? [own] : [own, `repository:${mountFrom}:pull`];
  }
}

/** The repository of a reference. */
export function openRepository(
  reference: Pick<Reference, 'registry' | 'repository'>,
  options: RegistryOptions = {},
): Repository {
  return new Repository(reference.registry, reference.repository, options);
}
