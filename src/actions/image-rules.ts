import { AcgsError } from '../model/errors.js';
import { parseReference } from '../model/reference.js';
import { type ReadableImage } from './image-place.js';

/** Which images a policy speaks of, and which it refuses whoever signed them. */
export interface ImageRules {
  /** `ghcr.io/acme/*`: `*` is one part of a path, `**` any number; default: every image. */
  readonly patterns?: readonly string[];
  readonly denied?: readonly string[];
}

/**
 * An image that the policy does not speak of is refused, or a policy for one image would pass another. A layout has no name that
 * anybody signed, so patterns cover none.
 * @throws AcgsError `verify/not-covered`
 */
export function checkCovered({ source, name }: ReadableImage, { patterns }: ImageRules): void {
  if (patterns === undefined) return;
  if (source.kind === 'layout')
    throw new AcgsError(
      'verify/not-covered',
      `the policy speaks of images by name, and a layout has none: ${name}`,
    );
  const { registry, repository } = parseReference(name);
  const image = `${registry}/${repository}`;
  if (!patterns.some((pattern) => matches(pattern, image)))
    throw new AcgsError(
      'verify/not-covered',
      `the policy speaks of ${patterns.slice(0, 5).join(', ')}, not of ${image}`,
    );
}

/** @throws AcgsError `verify/denied` */
export function checkNotDenied(digests: readonly string[], { denied = [] }: ImageRules): void {
  const found = digests.find((digest) => denied.includes(digest));
  if (found !== undefined) throw new AcgsError('verify/denied', `the policy denies ${found}`);
}

/** Literal but for `*` and `**`; neither can take long to match: parts are compared one by one. */
function matches(pattern: string, image: string): boolean {
  return matchesParts(pattern.split('/'), image.split('/'));
}

function matchesParts(pattern: readonly string[], parts: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return parts.length === 0;
  if (first === '**') return parts.some((_part, at) => matchesParts(rest, parts.slice(at + 1)));
  const [part, ...others] = parts;
  return part !== undefined && matchesPart(first, part) && matchesParts(rest, others);
}

function matchesPart(pattern: string, part: string): boolean {
  const [start = '', ...pieces] = pattern.split('*');
  if (pieces.length === 0) return pattern === part;
  const end = pieces.pop() ?? '';
  if (part.length < start.length + end.length || !part.startsWith(start) || !part.endsWith(end)) return false;
  let middle = part.slice(start.length, part.length - end.length);
  return pieces.every((piece) => {
    const at = middle.indexOf(piece);
    middle = at < 0 ? '' : middle.slice(at + piece.length);
    return at >= 0;
  });
}
