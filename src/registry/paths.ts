import { type Digest, isDigest, parseDigest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';

const TAG = /^\w[\w.-]{0,127}$/;

/** `REPOSITORY/manifests/REFERENCE`. @throws AcgsError `reference/invalid` unless it is a tag or a digest */
export function manifestPath(repository: string, tagOrDigest: string): string {
  if (isDigest(tagOrDigest) || TAG.test(tagOrDigest)) return `${repository}/manifests/${tagOrDigest}`;
  throw new AcgsError(
    'reference/invalid',
    `expected a tag or a sha256 digest, got "${tagOrDigest.slice(0, 100)}"`,
  );
}

/** `REPOSITORY/blobs/DIGEST`. @throws AcgsError `reference/invalid` */
export function blobPath(repository: string, digest: Digest): string {
  return `${repository}/blobs/${parseDigest(digest)}`;
}

/** `REPOSITORY/referrers/DIGEST`. @throws AcgsError `reference/invalid` */
export function referrersPath(repository: string, subject: Digest): string {
  return `${repository}/referrers/${parseDigest(subject)}`;
}
