import { type Descriptor } from '../model/descriptor.js';
import { type Digest } from '../model/digest.js';
import { type ManifestContent } from './read-manifest.js';

/** A manifest whose bytes were hashed: `descriptor.digest` is what was received, not what was announced. */
export interface FetchedManifest {
  readonly descriptor: Descriptor;
  readonly bytes: Buffer;
  readonly content: ManifestContent;
}

/** How referrers were found; the same words as in evidence reports. */
export type ReferrerStore = 'referrers' | 'fallback-tag' | 'layout';

export interface FoundReferrer {
  readonly store: ReferrerStore;
  readonly descriptor: Descriptor;
}

/** Where an image can be read: one repository of a registry, or a layout folder. */
export interface ContentSource {
  readonly kind: 'registry' | 'layout';
  /** For messages: `ghcr.io/acme/api`, `layout dist/release/api/image`. */
  readonly name: string;
  /**
   * The manifest of a tag or digest, or nothing where there is none.
   * @throws AcgsError `evidence/tampered`, `evidence/invalid`, `evidence/too-large`, and `registry/*` of a registry
   */
  findManifest(tagOrDigest: string): Promise<FetchedManifest | undefined>;
  /** As {@link findManifest}. @throws AcgsError `registry/not-found` */
  getManifest(tagOrDigest: string): Promise<FetchedManifest>;
  hasManifest(digest: Digest): Promise<boolean>;
  hasBlob(descriptor: Descriptor): Promise<boolean>;
  /**
   * The bytes of a blob; ends with `evidence/tampered` unless they are the descriptor's. A piece is good until the next is
   * asked for: who keeps it copies it.
   */
  openBlob(descriptor: Descriptor): AsyncIterable<Buffer>;
  /** A whole blob. @throws AcgsError `evidence/too-large` when it is larger than `limit` bytes, `evidence/tampered` */
  readBlob(descriptor: Descriptor, limit: number): Promise<Buffer>;
  /** What says `subject: digest` of itself, from every store this place has, each once. */
  referrersOf(digest: Digest): Promise<readonly FoundReferrer[]>;
}

/** How a blob came to be at its destination. */
export type BlobOutcome = 'written' | 'present' | 'mounted';

/** Where an image can be written. Everything is named by digest; tags are set only by {@link setTag}. */
export interface ContentSink extends ContentSource {
  /**
   * Writes a blob unless it is there. `open` gives its bytes from the start and may be called again for a new try.
   * @throws AcgsError `evidence/tampered` when the bytes are not the descriptor's
   */
  putBlob(descriptor: Descriptor, open: () => AsyncIterable<Buffer>, from?: BlobOrigin): Promise<BlobOutcome>;
  /** Writes a manifest by its digest unless it is there; what it names must have been written before. */
  putManifest(bytes: Uint8Array, mediaType: string): Promise<{ descriptor: Descriptor; written: boolean }>;
  /**
   * Makes manifests that carry `subject` findable from it: nothing to do where the registry has a referrers API,
   * an index under the fallback tag elsewhere, entries of `index.json` in a layout. Safe with other writers at once.
   */
  linkReferrers(subject: Digest, referrers: readonly Descriptor[]): Promise<void>;
  /** Says that this manifest is what the place holds: an entry of a layout's `index.json`; a registry needs none. */
  addRoot(descriptor: Descriptor): Promise<void>;
  /** Points a tag at a manifest that has been written. */
  setTag(tag: string, digest: Digest): Promise<void>;
}

/** Another repository of the same registry that may hold a blob, to mount it instead of sending it. */
export interface BlobOrigin {
  readonly registry: string;
  readonly repository: string;
}
