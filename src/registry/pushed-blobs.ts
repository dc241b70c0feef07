import { type Digest } from '../model/digest.js';
import { type BlobOrigin } from './content.js';

/**
 * Where blobs have gone that were pushed, so that what the next image shares with one (its base, mostly) is mounted from there
 * instead of being sent again (distribution-spec, "Mounting a blob from another repository").
 */
export class PushedBlobs {
  private readonly origins = new Map<string, BlobOrigin>();

  /** A repository of `registry` that holds the blob. */
  originOf(registry: string, digest: Digest): BlobOrigin | undefined {
    return this.origins.get(`${registry} ${digest}`);
  }

  add({ registry, repository }: BlobOrigin, digest: Digest): void {
    this.origins.set(`${registry} ${digest}`, { registry, repository });
  }
}
