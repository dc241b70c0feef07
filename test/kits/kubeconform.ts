import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { constraintSchemas } from '../../src/kits/check/constraint-schemas.js';
import { type CheckedFile } from '../../src/kits/check/finding.js';
import { steadyMessage } from '../../src/kits/check/kubeconform-message.js';
import { SCHEMA_NAME, schemaFiles } from '../../src/kits/check/schema-files.js';
import { kitTools } from '../bench/bench.js';
import { runProgram } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';

/** Versions of Kubernetes that kits are for. */
export const KUBERNETES = ['1.34.0', '1.35.0', '1.36.0', '1.37.0'] as const;

interface Resource {
  readonly filename: string;
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly msg: string;
}

/**
 * Judges Kubernetes objects with kubeconform, strictly and without a network: Kubernetes' own kinds by the schemas of
 * kubernetes-validate (scripts/lib/kubeconform.mjs), custom resources by those that acgs ships.
 * @param texts YAML by path
 * @returns how many are valid, and `path kind/name: …` of the others
 */
export async function kubeconform(
  texts: Readonly<Record<string, string>>,
  version: (typeof KUBERNETES)[number],
): Promise<{ readonly valid: number; readonly refused: readonly string[] }> {
  const program = kitTools().kubeconform;
  const files = Object.entries(texts).map(([path, text]): CheckedFile => ({ path, text, format: 'yaml' }));
  using given = scratchFolder(texts);
  using shipped = scratchFolder(Object.fromEntries(await schemaFiles(files, constraintSchemas(files))));
  const kubernetes = join(dirname(dirname(realpathSync(program))), 'schemas');
  // the first that has the kind is the judge
  const locations = [
    join(kubernetes, '{{.NormalizedKubernetesVersion}}-local-strict/{{.ResourceKind}}{{.KindSuffix}}.json'),
    join(shipped.folder, SCHEMA_NAME),
  ].flatMap((location) => ['-schema-location', location]);
  const { stdout, stderr } = await runProgram(
    program,
    [
      '-strict',
      '-output=json',
      '-verbose',
      '-kubernetes-version',
      version,
      ...locations,
      ...Object.keys(texts),
    ],
    { cwd: given.folder },
  );
  if (stdout === '') throw new Error(stderr);
  const { resources } = JSON.parse(stdout) as { readonly resources: readonly Resource[] };
  // a document of comments alone is of no kind
  const objects = resources.filter(({ kind }) => kind !== '');
  const refused = objects.filter(({ status }) => status !== 'statusValid');
  return {
    valid: objects.length - refused.length,
    refused: refused
      .map(({ filename, kind, name, msg }) => `${filename} ${kind}/${name}: ${steadyMessage(msg)}`)
      .sort(),
  };
}
