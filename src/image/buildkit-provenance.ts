import { type Digest, isDigest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { type Platform } from '../model/platform.js';

/** Something that went into a build, as BuildKit recorded it. */
export interface Material {
  readonly uri: string;
  /** Algorithm → hex digits. */
  readonly digest: Readonly<Record<string, string>>;
}

/** BuildKit's own provenance of one platform: unsigned, taken out of the image, kept for ours. */
export interface BuildkitProvenance {
  readonly platform: Platform;
  readonly manifest: Digest;
  readonly predicateType: string;
  readonly materials: readonly Material[];
  readonly predicate: Readonly<Record<string, unknown>>;
}

/** Materials of all platforms, each once, in the order of their names. */
export function allMaterials(provenance: readonly BuildkitProvenance[]): Material[] {
  const byKey = new Map<string, Material>();
  for (const { materials } of provenance)
    for (const material of materials) byKey.set(JSON.stringify([material.uri, material.digest]), material);
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, material]) => material);
}

/**
 * Reads an in-toto statement of BuildKit: v1 has `buildDefinition.resolvedDependencies`, v0.2 has `materials`.
 * @throws AcgsError `build/failed` for anything else: the builder's output is not to be guessed at
 */
export function readProvenance(
  bytes: Uint8Array,
  of: { readonly platform: Platform; readonly manifest: Digest },
): BuildkitProvenance {
  const statement = object(JSON.parse(Buffer.from(bytes).toString('utf8')), 'statement');
  const predicateType = statement['predicateType'];
  if (typeof predicateType !== 'string') throw broken('predicateType');
  const predicate = object(statement['predicate'], 'predicate');
  const definition = predicate['buildDefinition'];
  const listed =
    definition === undefined
      ? predicate['materials']
      : object(definition, 'buildDefinition')['resolvedDependencies'];
  if (listed !== undefined && listed !== null && !Array.isArray(listed)) throw broken('materials');
  const materials = ((listed ?? []) as unknown[]).map((item): Material => {
    const { uri, digest } = object(item, 'material') as { uri?: unknown; digest?: unknown };
    if (typeof uri !== 'string') throw broken('material.uri');
    const entries = Object.entries(object(digest ?? {}, 'material.digest'));
    return {
      uri,
      digest: Object.fromEntries(
        entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      ),
    };
  });
  return { ...of, predicateType, materials, predicate };
}

/** Base images among materials: `pkg:docker/NAME@TAG?…` with their digests. */
export function materialDigests(materials: readonly Material[]): Digest[] {
  return materials
    .filter(({ uri }) => uri.startsWith('pkg:docker/') || uri.startsWith('pkg:oci/'))
    .map(({ digest }) => `sha256:${digest['sha256'] ?? ''}`)
    .filter(isDigest);
}

function object(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw broken(what);
}

function broken(what: string): AcgsError {
  return new AcgsError(
    'build/failed',
    `BuildKit’s provenance cannot be read: ${what} is not what it should be`,
  );
}
