import { type BaseImage } from '../model/evidence.js';
import { hexOf } from '../model/digest.js';
import { type DigestSet, type ResourceDescriptor } from '../model/statement.js';

/** Something that went into the build, as BuildKit recorded it (`materials` of v0.2, `resolvedDependencies` of v1). */
export interface BuildMaterial {
  readonly uri: string;
  readonly digest: DigestSet;
}

/**
 * Base images and BuildKit's materials as dependencies, each once, sorted. Of a material that is a base image in other
 * words (the same sha256) only the base stays, under the name that the Dockerfile writes. Materials without a digest name
 * nothing that could be checked and are left out.
 */
export function imageDependencies(
  bases: readonly BaseImage[],
  materials: readonly BuildMaterial[],
): ResourceDescriptor[] {
  const known = new Map<string, ResourceDescriptor>();
  for (const { name, digest } of bases) {
    const descriptor = { name, uri: dockerPurl(name), digest: { sha256: hexOf(digest) } };
    known.set(`${name} ${digest}`, descriptor);
  }
  const baseDigests = new Set(bases.map(({ digest }) => hexOf(digest)));
  for (const { uri, digest } of materials) {
    if (Object.keys(digest).length === 0) continue;
    if (digest['sha256'] !== undefined && baseDigests.has(digest['sha256'])) continue;
    known.set(JSON.stringify([uri, digest]), { uri, digest });
  }
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, descriptor]) => descriptor);
}

/** `pkg:docker/NAME@TAG` as BuildKit writes it (buildkit, util/purl/image.go); the digest has a field of its own. */
function dockerPurl(name: string): string {
  const plain = name.replace(/@sha256:[0-9a-f]{64}$/, '');
  const colon = plain.lastIndexOf(':');
  const hasTag = colon > plain.lastIndexOf('/');
  const path = (hasTag ? plain.slice(0, colon) : plain).split('/').map(encodeURIComponent).join('/');
  const tag = hasTag ? plain.slice(colon + 1) : plain === name ? 'latest' : '';
  return `pkg:docker/${path.replaceAll('%3A', ':')}${tag === '' ? '' : `@${encodeURIComponent(tag)}`}`;
}
