import { Readable } from 'node:stream';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { allDone, BoundedWork } from './bounded-work.js';
import {
  type BlobOrigin,
  type BlobOutcome,
  type ContentSink,
  type ContentSource,
  type FetchedManifest,
} from './content.js';
import { isManifestDescriptor } from './layout.js';
import { NESTING_LIMIT } from './limits.js';
import { annotationsOf, subjectOf } from './read-manifest.js';
import { type PushedBlobs } from './pushed-blobs.js';
import { Repository } from './repository.js';

/** One thing that a copy has dealt with. */
export type CopyEvent =
  | { readonly kind: 'blob'; readonly descriptor: Descriptor; readonly outcome: BlobOutcome }
  | { readonly kind: 'manifest'; readonly descriptor: Descriptor; readonly written: boolean };

/** Tags that belong to a manifest by their name (`sha256-….sig`), known to a layer above this one. */
export interface Companions {
  tagsOf(digest: Digest): readonly string[];
  /** Both sides have other content under one such tag: what shall stand there, with blobs that both hold together. */
  merge(theirs: FetchedManifest, ours: FetchedManifest): MergedManifest;
}

export interface MergedManifest {
  readonly bytes: Buffer;
  readonly mediaType: string;
  /** Blobs of its own, small enough to be held. */
  readonly blobs: readonly { readonly descriptor: Descriptor; readonly bytes: Buffer }[];
}

export interface CopyOptions {
  /** Take along everything that says `subject` of what is copied, and what says so of that; default true. */
  readonly referrers?: boolean;
  readonly companions?: Companions;
  /** Take along what is attached to the referrers themselves, too; default true. */
  readonly nested?: boolean;
  /** Blobs and manifests on their way at once, default 4. */
  readonly concurrency?: number;
  readonly onProgress?: (event: CopyEvent) => void;
  /** What was pushed before, to mount shared blobs from there; takes what this copy pushes. Default: the source, if a repository. */
  readonly pushed?: PushedBlobs;
}

export interface CopyResult {
  readonly root: Descriptor;
  /** Manifests and indexes, those of referrers included. */
  readonly manifests: { readonly written: number; readonly present: number };
  readonly blobs: { readonly written: number; readonly present: number; readonly mounted: number };
  /** Bytes of the blobs written. */
  readonly bytes: number;
  /** Referrers found at the source, each of which is now at the destination. */
  readonly referrers: readonly { readonly subject: Digest; readonly descriptor: Descriptor }[];
  /** Companion tags that now stand at the destination. */
  readonly companions: readonly string[];
}

/**
 * Copies an image, or any OCI artefact, by digest, with all its referrers: blobs, then manifests, then referrers.
 * What is there is skipped; no tag is set but companions'. The same for registry and layout, both ways.
 * @throws AcgsError of the places (`registry/*`, `evidence/*`, `file/failed`); nothing names what is incomplete then
 */
export async function copyContent(
  source: ContentSource,
  sink: ContentSink,
  tagOrDigest: string,
  options: CopyOptions = {},
): Promise<CopyResult> {
  return await new Copy(source, sink, options).run(tagOrDigest);
}

class Copy {
  private readonly work: BoundedWork;
  private readonly blobJobs = new Map<Digest, Promise<void>>();
  private readonly trees = new Map<Digest, Promise<FetchedManifest>>();
  private readonly evidenceDone = new Set<Digest>();
  private readonly manifests = { written: 0, present: 0 };
  private readonly blobs = { written: 0, present: 0, mounted: 0 };
  private bytes = 0;
  private readonly referrers: { subject: Digest; descriptor: Descriptor }[] = [];
  private readonly companions: string[] = [];

  constructor(
    private readonly source: ContentSource,
    private readonly sink: ContentSink,
    private readonly options: CopyOptions,
  ) {
    this.work = new BoundedWork(options.concurrency ?? 4);
  }

  async run(tagOrDigest: string): Promise<CopyResult> {
    const root = await this.source.getManifest(tagOrDigest);
    await this.tree(root.descriptor.digest, 0, root);
    await this.sink.addRoot(root.descriptor);
    await this.evidence(root, 0);
    const { manifests, blobs, bytes, referrers, companions } = this;
    return { root: root.descriptor, manifests, blobs, bytes, referrers, companions };
  }

  /** A manifest with all below it, once. */
  private async tree(digest: Digest, depth: number, known?: FetchedManifest): Promise<FetchedManifest> {
    if (depth > NESTING_LIMIT)
      throw new AcgsError(
        'evidence/too-large',
        `${this.source.name}: indexes are nested deeper than ${NESTING_LIMIT}`,
      );
    const begun =
      this.trees.get(digest) ??
      (async () => {
        const manifest = known ?? (await this.work.run(async () => await this.source.getManifest(digest)));
        await this.below(manifest, depth);
        await this.work.run(async () => {
          const { bytes, descriptor } = manifest;
          const { written } = await this.sink.putManifest(bytes, descriptor.mediaType);
          this.manifests[written ? 'written' : 'present'] += 1;
          this.options.onProgress?.({ kind: 'manifest', descriptor, written });
        });
        return manifest;
      })();
    this.trees.set(digest, begun);
    return await begun;
  }

  private async below({ content, descriptor }: FetchedManifest, depth: number): Promise<void> {
    if (content.kind === 'index') {
      await allDone(
        content.index.manifests.map(async (child) => {
          if (isManifestDescriptor(child)) await this.tree(child.digest, depth + 1);
          else await this.blob(child);
        }),
      );
      return;
    }
    // A registry takes a manifest only when it has all its blobs, so they need not be asked for one by one.
    if (
      this.sink.kind === 'registry' &&
      (await this.work.run(async () => await this.sink.hasManifest(descriptor.digest)))
    )
      return;
    const { config, layers } = content.manifest;
    await allDone([config, ...layers].map(async (blob) => await this.blob(blob)));
  }

  private async blob(descriptor: Descriptor): Promise<void> {
    // Layers that their makers let nobody else distribute stay where they are (image-spec, layer.md).
    if (/nondistributable|\.foreign\./.test(descriptor.mediaType)) return;
    const begun =
      this.blobJobs.get(descriptor.digest) ??
      this.work.run(async () => {
        const open = () => this.source.openBlob(descriptor);
        const outcome = await this.sink.putBlob(descriptor, open, this.originOf(descriptor.digest));
        if (this.sink instanceof Repository) this.options.pushed?.add(this.sink, descriptor.digest);
        this.blobs[outcome] += 1;
        if (outcome === 'written') this.bytes += descriptor.size;
        this.options.onProgress?.({ kind: 'blob', descriptor, outcome });
      });
    this.blobJobs.set(descriptor.digest, begun);
    await begun;
  }

  private originOf(digest: Digest): BlobOrigin | undefined {
    if (this.source instanceof Repository) return this.source;
    return this.sink instanceof Repository
      ? this.options.pushed?.originOf(this.sink.registry, digest)
      : undefined;
  }

  /** Referrers and companions of a manifest, of all below it, and of the referrers themselves. */
  private async evidence(manifest: FetchedManifest, depth: number): Promise<void> {
    const { digest } = manifest.descriptor;
    if (this.options.referrers === false || this.evidenceDone.has(digest) || depth > NESTING_LIMIT) return;
    this.evidenceDone.add(digest);
    const { content } = manifest;
    const children = content.kind === 'index' ? content.index.manifests.filter(isManifestDescriptor) : [];
    const steps = [
      async () => await this.referrersOf(digest, depth),
      ...(this.options.companions?.tagsOf(digest) ?? []).map((tag) => async () => await this.companion(tag)),
      ...children.map(
        (child) => async () => await this.evidence(await this.tree(child.digest, depth), depth + 1),
      ),
    ];
    // In a layout the order of entries is kept, so that the same copy gives the same index.json.
    if (this.sink.kind === 'layout') for (const step of steps) await step();
    else await allDone(steps.map(async (step) => await step()));
  }

  private async referrersOf(subject: Digest, depth: number): Promise<void> {
    const found = await this.source.referrersOf(subject);
    const copied = await allDone(found.map(async ({ descriptor }) => await this.tree(descriptor.digest, 0)));
    // A list may name what speaks of something else: only the manifest itself tells.
    const own = copied.filter(({ content }) => subjectOf(content)?.digest === subject);
    const full = own.map((referrer) => fullDescriptor(referrer));
    await this.sink.linkReferrers(subject, full);
    this.referrers.push(...full.map((descriptor) => ({ subject, descriptor })));
    if (this.options.nested !== false) for (const referrer of own) await this.evidence(referrer, depth + 1);
  }

  private async companion(tag: string): Promise<void> {
    const { source, sink } = this;
    const theirs = await source.findManifest(tag);
    if (theirs === undefined) return;
    await this.tree(theirs.descriptor.digest, 0, theirs);
    this.companions.push(tag);
    const ours = await sink.findManifest(tag);
    if (ours?.descriptor.digest === theirs.descriptor.digest) return;
    if (ours === undefined || this.options.companions === undefined)
      return await sink.setTag(tag, theirs.descriptor.digest);
    const merged = this.options.companions.merge(theirs, ours);
    for (const { descriptor, bytes } of merged.blobs)
      await sink.putBlob(descriptor, () => Readable.from([bytes]));
    const { descriptor } = await sink.putManifest(merged.bytes, merged.mediaType);
    if (descriptor.digest !== ours.descriptor.digest) await sink.setTag(tag, descriptor.digest);
  }
}

/** A referrer as lists of referrers must show it (distribution-spec, "Listing Referrers"): with type and annotations. */
function fullDescriptor({ descriptor, content }: FetchedManifest): Descriptor {
  const annotations = annotationsOf(content);
  return { ...descriptor, ...(annotations === undefined ? {} : { annotations }) };
}
