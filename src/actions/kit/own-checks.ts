import { dirname } from 'node:path';
import picomatch from 'picomatch';
import { awsFindings } from '../../kits/check/aws.js';
import { constraintSchemas } from '../../kits/check/constraint-schemas.js';
import { type CheckedFile, type CheckFinding, type NotRun } from '../../kits/check/finding.js';
import { parseHcl } from '../../kits/check/hcl/parse-hcl.js';
import { kubernetesFindings } from '../../kits/check/kubernetes.js';
import { syntaxFindings } from '../../kits/check/syntax.js';
import { variableFindings } from '../../kits/check/terraform-variables.js';
import { type CheckedKit } from './check-kits.js';

/** What some checks found. */
export interface Findings {
  readonly ran: readonly string[];
  readonly notRun: readonly NotRun[];
  readonly findings: readonly CheckFinding[];
}

/** Judges files by what acgs has itself: syntax, Kubernetes schemas, the arguments and variables of Terraform. */
export async function ownFindings(kits: readonly CheckedKit[]): Promise<Findings> {
  const files = kits.flatMap(plainFiles);
  const syntax = files.flatMap(syntaxFindings);
  const broken = new Set(syntax.map(({ path }) => path));
  const sound = files.filter(({ path }) => !broken.has(path));
  const constraints = constraintSchemas(sound);
  const objects = await Promise.all(
    sound
      .filter(({ format }) => format === 'yaml')
      .map(async (file) => ({ file, ...(await kubernetesFindings(file, constraints)) })),
  );
  const terraform = sound
    .filter(({ path, format }) => format === 'hcl' && path.endsWith('.tf'))
    .map((file) => ({ file, body: parseHcl(file.text) }));
  const aws = await Promise.all(
    terraform.map(async ({ file, body }) => ({ file, ...(await awsFindings(file, body)) })),
  );
  const folders = [...new Set(terraform.map(({ file }) => dirname(file.path)))];
  return {
    ran: ['syntax', 'kubernetes', ...(terraform.length > 0 ? ['aws', 'terraform'] : [])],
    notRun: [...unknownKinds('kubernetes', objects), ...unknownKinds('aws', aws)],
    findings: [
      ...syntax,
      ...objects.flatMap(({ findings }) => findings),
      ...aws.flatMap(({ findings }) => findings),
      ...folders.flatMap((folder) =>
        variableFindings(terraform.filter(({ file }) => dirname(file.path) === folder)),
      ),
    ],
  };
}

/** Files that are what their names say: templates of a chart are not, before Helm has rendered them. */
function plainFiles({ manifest, files }: CheckedKit): readonly CheckedFile[] {
  const charts = manifest.validators
    .filter(({ tool }) => tool.startsWith('helm'))
    .flatMap((one) => one.files);
  if (charts.length === 0) return files;
  const isChart = picomatch(charts, { dot: true });
  return files.filter(({ path }) => !isChart(path));
}

function unknownKinds(
  check: string,
  judged: readonly { readonly file: CheckedFile; readonly unknown: readonly string[] }[],
): readonly NotRun[] {
  const kinds = [...new Set(judged.flatMap(({ unknown }) => unknown))].sort();
  return kinds.map((kind) => ({
    check,
    reason: `acgs has no schema of ${kind}`,
    paths: judged.filter(({ unknown }) => unknown.includes(kind)).map(({ file }) => file.path),
  }));
}
