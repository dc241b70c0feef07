import { type CheckedFile } from './finding.js';
import { objectsIn } from './kubernetes-objects.js';
import { kubernetesVersions, type Schema, schemasOf } from './kubernetes-schemas.js';

/** How the files are named, as kubeconform's `-schema-location` has it. */
export const SCHEMA_NAME =
  '{{.NormalizedKubernetesVersion}}_{{.Group}}_{{.ResourceKind}}_{{.ResourceAPIVersion}}.json';

/**
 * The schemas of the Kubernetes objects in some files, each in a file of its own, for a tool that would fetch them otherwise: name →
 * text. A kind without schema has none.
 * @param more schemas by `apiVersion kind`, of kinds that acgs does not ship
 */
export async function schemaFiles(
  files: readonly CheckedFile[],
  more: ReadonlyMap<string, Schema>,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { apiVersion, kind } of files.flatMap(objectsIn)) {
    const own = more.get(`${apiVersion} ${kind}`);
    const schemas = own === undefined ? await schemasOf(apiVersion, kind) : [{ schema: own, versions: [] }];
    for (const { schema, versions } of schemas ?? []) {
      const text = JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema });
      for (const version of versions.length > 0 ? versions : await kubernetesVersions())
        texts.set(nameOf(version, apiVersion, kind), text);
    }
  }
  return texts;
}

function nameOf(version: string, apiVersion: string, kind: string): string {
  const [group = '', name = group] = apiVersion.split('/');
  return `v${version}.0_${group}_${kind.toLowerCase()}_${name}.json`;
}
