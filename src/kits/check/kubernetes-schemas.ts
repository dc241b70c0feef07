import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../system/package-root.js';
import { readText } from '../../system/files.js';

/** A JSON Schema, as far as references are followed. */
export type Schema = Readonly<Record<string, unknown>>;

/** schemas/kubernetes/schemas.json, made by scripts/kits/convert-schemas.mjs, which names sources and licences in it. */
interface SchemaFile {
  /** Versions of Kubernetes, oldest first. */
  readonly versions: readonly string[];
  /** By `apiVersion kind`: by version of Kubernetes, or `any` for a custom resource. */
  readonly kinds: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  /** What several have in common: `#/definitions/N`. */
  readonly parts: readonly Schema[];
}

/** The schema of a kind, whole, and the versions of Kubernetes that it holds for (none for a custom resource). */
export interface KindSchema {
  readonly versions: readonly string[];
  readonly schema: Schema;
}

let file: Promise<SchemaFile> | undefined;

/** Versions of Kubernetes that acgs has schemas of, oldest first. */
export async function kubernetesVersions(): Promise<readonly string[]> {
  return (await schemaFile()).versions;
}

function schemaFile(): Promise<SchemaFile> {
  file ??= readText(join(PACKAGE_ROOT, 'schemas/kubernetes/schemas.json')).then(
    (text) => JSON.parse(text) as SchemaFile,
  );
  return file;
}

/** The different schemas that a kind has; undefined for a kind that acgs does not ship. */
export async function schemasOf(
  apiVersion: string,
  kind: string,
): Promise<readonly KindSchema[] | undefined> {
  const { kinds, parts } = await schemaFile();
  const id = `${apiVersion} ${kind}`;
  const versions = Object.hasOwn(kinds, id) ? kinds[id] : undefined;
  if (versions === undefined) return undefined;
  const distinct = new Map<string, { root: Schema; versions: string[] }>();
  for (const [version, root] of Object.entries(versions)) {
    const text = JSON.stringify(root);
    const known = distinct.get(text) ?? { root, versions: [] };
    if (version !== 'any') known.versions.push(version);
    distinct.set(text, known);
  }
  return [...distinct.values()].map(({ root, versions: of }) => ({
    versions: of,
    schema: { ...structuredClone(root), definitions: definitionsOf(root, parts) },
  }));
}

function definitionsOf(root: Schema, parts: readonly Schema[]): Record<string, Schema> {
  const definitions: Record<string, Schema> = {};
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const reference = (value as Schema)['$ref'];
    const [, number] = typeof reference === 'string' ? (/^#\/definitions\/(\d+)$/.exec(reference) ?? []) : [];
    const part = number === undefined ? undefined : parts[Number(number)];
    if (number !== undefined && part !== undefined && definitions[number] === undefined) {
      definitions[number] = structuredClone(part);
      collect(part);
    }
    for (const inner of Object.values(value)) collect(inner);
  };
  collect(root);
  return definitions;
}
