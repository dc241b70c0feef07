import { asRecord } from '../../model/bounded-json.js';
import { visible } from '../../system/redaction.js';
import { type Paint } from '../run/paint.js';

/** What people see of the provenance attached to an image. */
export interface ProvenanceView {
  readonly image: string;
  readonly provenance: readonly {
    readonly manifest: string;
    readonly statement: { readonly predicateType: string; readonly predicate: unknown };
  }[];
}

/** Builder, source and base images that each statement names, under a heading that says that nothing was verified. */
export function formatProvenance({ image, provenance }: ProvenanceView, paint: Paint): string {
  const lines = [paint('bold', visible(image)), `Provenance, ${paint('yellow', 'not verified')}:`];
  for (const { manifest, statement } of provenance) {
    const predicate = asRecord(statement.predicate);
    const details = asRecord(predicate?.['runDetails']);
    const definition = asRecord(predicate?.['buildDefinition']) ?? predicate;
    const dependencies = definition?.['resolvedDependencies'] ?? predicate?.['materials'];
    lines.push(
      visible(`  ${statement.predicateType}`),
      paint('dim', visible(`      ${manifest}`)),
      visible(`      build type  ${shown(definition?.['buildType'])}`),
      visible(`      builder     ${shown(asRecord(details?.['builder'] ?? predicate?.['builder'])?.['id'])}`),
      ...(Array.isArray(dependencies) ? dependencies : []).map((one: unknown) =>
        visible(`      from        ${from(one)}`),
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}

function from(dependency: unknown): string {
  const { uri, digest } = asRecord(dependency) ?? {};
  const [first] = Object.entries(asRecord(digest) ?? {});
  return `${shown(uri)}${first === undefined ? '' : ` ${first[0]}:${shown(first[1])}`}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : 'not said';
}
