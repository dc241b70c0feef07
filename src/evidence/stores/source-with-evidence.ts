import { type Descriptor } from '../../model/descriptor.js';
import { type Digest, isDigest } from '../../model/digest.js';
import { type ContentSource, type FetchedManifest, type FoundReferrer } from '../../registry/content.js';

/**
 * Two repositories read as one: the image from its own, its evidence from another (COSIGN_REPOSITORY).
 * A digest is the same wherever it lies, so bytes are taken from the image's place first.
 */
export class SourceWithEvidence implements ContentSource {
  readonly kind;
  readonly name;

  constructor(
    private readonly images: ContentSource,
    private readonly evidence: ContentSource,
  ) {
    this.kind = images.kind;
    this.name = images.name;
  }

  async findManifest(tagOrDigest: string): Promise<FetchedManifest | undefined> {
    const ofEvidence = tagOrDigest.startsWith('sha256-');
    if (ofEvidence) return await this.evidence.findManifest(tagOrDigest);
    const found = await this.images.findManifest(tagOrDigest);
    return found ?? (isDigest(tagOrDigest) ? await this.evidence.findManifest(tagOrDigest) : undefined);
  }

  async getManifest(tagOrDigest: string): Promise<FetchedManifest> {
    return (await this.findManifest(tagOrDigest)) ?? (await this.images.getManifest(tagOrDigest));
  }

  async hasManifest(digest: Digest): Promise<boolean> {
    return (await this.images.hasManifest(digest)) || (await this.evidence.hasManifest(digest));
  }

  async hasBlob(descriptor: Descriptor): Promise<boolean> {
    return (await this.images.hasBlob(descriptor)) || (await this.evidence.hasBlob(descriptor));
  }

  async *openBlob(descriptor: Descriptor): AsyncGenerator<Buffer, void> {
    const place = (await this.images.hasBlob(descriptor)) ? this.images : this.evidence;
    yield* place.openBlob(descriptor);
  }

  async readBlob(descriptor: Descriptor, limit: number): Promise<Buffer> {
    const place = (await this.images.hasBlob(descriptor)) ? this.images : this.evidence;
    return await place.readBlob(descriptor, limit);
  }

  async referrersOf(digest: Digest): Promise<readonly FoundReferrer[]> {
    return await this.evidence.referrersOf(digest);
  }
}
