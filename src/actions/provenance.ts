import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { encodeStatement } from '../evidence/statement-codec.js';
import { type Digest, digestOf, parseDigest } from '../model/digest.js';
import { type Statement } from '../model/statement.js';
import { buildPlace, type BuildPlace } from '../provenance/build-place.js';
import { type BuildFacts, containerProvenance } from '../provenance/container-provenance.js';
import { type SlsaProvenance } from '../provenance/slsa-types.js';
import { type KnownSource, sourceFacts } from '../provenance/source-facts.js';
import { environment } from '../system/environment.js';
import { writeFileAtomic } from '../system/files.js';
import { evidenceFile } from './scan/scan-result.js';

/** Name of the unsigned statement in the service's output folder. */
export const PROVENANCE_FILE = 'provenance.json';

/** What the step `provenance` and `acgs provenance generate` need. */
export interface ProvenanceOptions extends Omit<BuildFacts, 'source' | 'builderId' | 'ci' | 'invocationId'> {
  readonly source: KnownSource;
  /** Where it was built; as the environment says unless given. */
  readonly place?: BuildPlace;
  /** Folder for `provenance.json`; without it nothing is written. */
  readonly output?: string;
}

/** The output of the step `provenance`. */
export const provenanceResult = z.object({
  /** The image's index. */
  subject: z.string().transform(parseDigest),
  builderId: z.string(),
  file: evidenceFile,
  warnings: z.array(z.string()),
});

export type ProvenanceResult = z.output<typeof provenanceResult>;

/**
 * States how an image was built and writes the statement. Nothing is signed here.
 * @throws AcgsError `source/not-git` (a commit that is none), `internal/bug`, `file/failed`
 */
export async function provenance(
  options: ProvenanceOptions,
): Promise<ProvenanceResult & { readonly statement: Statement<SlsaProvenance> }> {
  const { source, output, place = buildPlace(environment()), ...facts } = options;
  const { statement, redacted } = containerProvenance({
    ...facts,
    source: sourceFacts(source, place),
    builderId: place.builderId,
    invocationId: place.invocationId ?? `urn:uuid:${randomUUID()}`,
    ...(place.ci === undefined ? {} : { ci: place.ci }),
  });
  const bytes = encodeStatement(statement);
  if (output !== undefined) await writeFileAtomic(join(output, PROVENANCE_FILE), bytes);
  const digest: Digest = digestOf(bytes);
  return {
    subject: facts.index,
    builderId: statement.predicate.runDetails.builder.id,
    file: { name: PROVENANCE_FILE, digest },
    warnings: warningsOf(source, place, redacted),
    statement,
  };
}

function warningsOf(source: KnownSource, { started }: BuildPlace, redacted: readonly string[]): string[] {
  return [
    ...redacted.map(
      (name) =>
        `the build argument ${name} looks like a secret: its value is not in the provenance, but it is in the image's history; use \`secrets\``,
    ),
    ...(source.commit === undefined ? ['there is no commit: the provenance names no source'] : []),
    ...(started?.repository === undefined || started.commit === source.commit
      ? []
      : [
          `this job's identity is for commit ${started.commit}, and another was built: that is SLSA Build L1 to whoever verifies`,
        ]),
    ...(source.dirty ? ['the work tree has changes: the provenance says so'] : []),
    ...(source.ignored.length === 0
      ? []
      : [`${source.ignored.length} git-ignored files are in the build context, and no commit knows them`]),
  ];
}
