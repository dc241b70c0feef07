import { hash } from 'node:crypto';
import { AcgsError } from './errors.js';

/** A content address as OCI writes it: `sha256:` and 64 lower-case hex digits (image-spec, descriptor.md#digests). */
export type Digest = `sha256:${string}`;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Tells whether `text` is a well-formed sha256 digest. */
export function isDigest(text: string): text is Digest {
  return DIGEST.test(text);
}

/**
 * Reads a digest from outside.
 * @throws AcgsError `reference/invalid` if it is not `sha256:` and 64 lower-case hex digits.
 */
export function parseDigest(text: string): Digest {
  if (isDigest(text)) return text;
  throw new AcgsError(
    'reference/invalid',
    `expected a digest of the form sha256:<64 hex digits>, got "${text.slice(0, 100)}"`,
  );
}

/** The digest of some bytes held in memory. */
export function digestOf(bytes: Uint8Array | string): Digest {
  return `sha256:${hash('sha256', bytes, 'hex')}`;
}

/** The 64 hex digits of a digest, as in-toto's DigestSet and a layout's blob path want them. */
export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length);
}
