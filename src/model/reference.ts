import { type Digest, isDigest } from './digest.js';
import { AcgsError } from './errors.js';

/** An image reference, normalised as docker does it (`python` is `docker.io/library/python`). */
export interface Reference {
  /** Host with optional port, e.g. `ghcr.io`, `127.0.0.1:5000`. */
  readonly registry: string;
  /** Repository path, e.g. `acme/api`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

const REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const HOST = /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::\d{1,5})?$/;

/** Docker Hub's name in references; its API lives on another host (see `src/registry`). */
export const DOCKER_HUB = 'docker.io';

/**
 * Parses `[HOST[:PORT]/]PATH[:TAG][@DIGEST]` (distribution/reference grammar).
 * @throws AcgsError `reference/invalid` for anything else.
 */
export function parseReference(text: string): Reference {
  const invalid = (why: string): AcgsError =>
    new AcgsError('reference/invalid', `"${text.slice(0, 200)}" is not an image reference: ${why}`, {
      next: ['write it as HOST/REPOSITORY:TAG or HOST/REPOSITORY@sha256:…'],
    });
  let rest = text;
  let digest: Digest | undefined;
  const at = rest.indexOf('@');
  if (at >= 0) {
    const written = rest.slice(at + 1);
    if (!isDigest(written)) throw invalid('the digest is not sha256:<64 hex digits>');
    digest = written;
    rest = rest.slice(0, at);
  }
  let tag: string | undefined;
  const colon = rest.lastIndexOf(':');
  if (colon > rest.lastIndexOf('/')) {
    tag = rest.slice(colon + 1);
    if (!TAG.test(tag)) throw invalid('the tag holds characters a tag cannot have');
    rest = rest.slice(0, colon);
  }
  const slash = rest.indexOf('/');
  const first = slash < 0 ? '' : rest.slice(0, slash);
  const hasHost = slash > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const registry = hasHost ? first : DOCKER_HUB;
  let repository = hasHost ? rest.slice(slash + 1) : rest;
  if (!HOST.test(registry)) throw invalid('the registry is not a host name');
  if (!REPOSITORY.test(repository))
    throw invalid('the repository must be lower-case letters, digits, ".", "_", "-" and "/"');
  if (registry === DOCKER_HUB && !repository.includes('/')) repository = `library/${repository}`;
  return {
    registry,
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Writes a reference in full; the inverse of {@link parseReference} on normalised references. */
export function formatReference(reference: Reference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${reference.registry}/${reference.repository}${tag}${digest}`;
}

/** The same repository, named by digest alone: the only form in which acgs hands images from step to step. */
export function byDigest(reference: Reference, digest: Digest): Reference {
  return { registry: reference.registry, repository: reference.repository, digest };
}
