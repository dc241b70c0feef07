import { decodeStatement } from '../evidence/statement-codec.js';
import { AcgsError } from '../model/errors.js';
import { type Digest } from '../model/digest.js';
import { digestOf } from '../model/digest.js';
import { platformStatement } from '../provenance/platform-statement.js';
import { parseReport } from '../scan/report.js';
import { scanPredicate } from '../scan/vuln-predicate.js';
import { readBytes } from '../system/files.js';
import { type Attestable, type AttestInputs } from './attest-all.js';
import { type NamedFile, outputPath } from './evidence-file.js';
import { type ReleaseRun, type ReleaseService } from './world.js';

const LIMIT = 128 * 1024 * 1024;
const SBOM_TYPES = ['cyclonedx', 'spdx'] as const;

/**
 * Every statement that a release attests, from the files that its steps wrote: their bytes must be what the journal says.
 * @throws AcgsError `evidence/tampered`, `evidence/invalid`
 */
export async function statementsOf(
  run: ReleaseRun,
  service: ReleaseService,
  inputs: AttestInputs,
): Promise<Attestable[]> {
  const { artifact } = inputs.build;
  const about = (manifest: Digest) => ({ image: service.settings.image, index: artifact.digest, manifest });
  const read = async (file: NamedFile): Promise<Buffer> => await readNamed(run, service, file);
  const statements: Attestable[] = [];
  if (inputs.provenance !== undefined) {
    const statement = decodeStatement(await read(inputs.provenance.file));
    statements.push({ kind: 'provenance', statement, file: 'provenance.sigstore.json' });
  }
  for (const [platform, { manifest, files }] of inputs.sbom ?? [])
    for (const type of SBOM_TYPES) {
      const file = files[type];
      if (file === undefined) continue;
      const predicate = jsonObject(await read(file), file.name);
      statements.push({
        kind: 'sbom',
        platform,
        statement: platformStatement(type, about(manifest), predicate),
        file: bundleName(file.name),
      });
    }
  for (const [platform, scan] of inputs.scan ?? []) {
    const report = parseReport((await read(scan.files.json)).toString('utf8'), scan.files.json.name);
    const predicate = scanPredicate({
      report,
      scannerVersion: scan.scanner.version,
      database: scan.database,
      invocation: {
        uri: run.ci.runUrl ?? '',
        eventId: run.ci.runId ?? '',
        builderId: (await run.place()).builderId,
      },
      parameters: scan.parameters,
      startedOn: scan.startedOn,
      finishedOn: scan.finishedOn,
    });
    statements.push({
      kind: 'scan',
      platform,
      statement: platformStatement('vuln', about(scan.manifest), predicate),
      file: bundleName(scan.files.json.name),
    });
  }
  return statements;
}

/** `sbom.cdx.json` → `sbom.cdx.sigstore.json` */
function bundleName(name: string): string {
  return name.replace(/\.json$/, '.sigstore.json');
}

async function readNamed(
  run: ReleaseRun,
  service: ReleaseService,
  { name, digest }: NamedFile,
): Promise<Buffer> {
  const bytes = await readBytes(outputPath(run, service, name), LIMIT);
  if (digestOf(bytes) === digest) return bytes;
  throw new AcgsError(
    'evidence/tampered',
    `${service.output}/${name} is not what its step wrote: expected ${digest}, got ${digestOf(bytes)}`,
  );
}

function jsonObject(bytes: Buffer, name: string): object {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    throw new AcgsError('evidence/invalid', `${name} is not JSON`, { cause: error });
  }
  throw new AcgsError('evidence/invalid', `expected ${name} to hold a JSON object`);
}
