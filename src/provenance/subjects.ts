import { type Digest, hexOf } from '../model/digest.js';
import { type Statement } from '../model/statement.js';

type Subject = Statement['subject'][number];

/**
 * A subject: `pkg:oci/NAME@sha256:…` (purl-spec, oci type: the name is the last part of the repository, in lower case).
 * No registry stands in it, because the same evidence goes with the image wherever it is copied.
 * @param image repository, with or without registry
 */
function imageSubject(image: string, digest: Digest): Subject {
  const name = image.slice(image.lastIndexOf('/') + 1).toLowerCase();
  return { name: `pkg:oci/${name}@${digest}`, digest: { sha256: hexOf(digest) } };
}

/**
 * Subjects in the order given, each digest once: the index first, then its platforms. An index and a platform always
 * differ; equal digests would make two names of one subject, which in-toto advises against.
 */
export function imageSubjects(image: string, digests: readonly Digest[]): Subject[] {
  return [...new Set(digests)].map((digest) => imageSubject(image, digest));
}
