import picomatch from 'picomatch';
import { collectorFindings } from '../../kits/check/collector/collector.js';
import { constraintSchemas } from '../../kits/check/constraint-schemas.js';
import { reachabilityFindings } from '../../kits/check/reachability.js';
import { NEVER_RUN, OWN_CHECKS, TOOLS } from '../../kits/check/tools.js';
import { readAnswers } from '../../kits/read-answers.js';
import { findExecutable } from '../../system/executables.js';
import { type CheckedKit } from './check-kits.js';
import { type KitProject } from './kit-project.js';
import { type Findings } from './own-checks.js';
import { type Judged, runValidator } from './run-validator.js';

/** Runs the validators that kits name, those that are installed; tells of the others why not. */
export async function validatorFindings(
  project: KitProject,
  kits: readonly CheckedKit[],
  signal: AbortSignal | undefined,
): Promise<Findings> {
  const results: Findings[] = [];
  const schemas = constraintSchemas(kits.flatMap(({ files }) => files));
  for (const kit of kits)
    for (const { tool, files } of kit.manifest.validators) {
      const isOne = picomatch([...files], { dot: true });
      const judged = kit.files.filter(({ path }) => isOne(path));
      if (judged.length > 0)
        results.push(
          await validate(project, kit, tool, { root: project.root, files: judged, schemas, signal }),
        );
    }
  return {
    ran: [...new Set(results.flatMap(({ ran }) => ran))],
    notRun: results.flatMap(({ notRun }) => notRun),
    findings: results.flatMap(({ findings }) => findings),
  };
}

async function validate(
  { platform, configuration, lock }: KitProject,
  { manifest }: CheckedKit,
  name: string,
  judged: Judged,
): Promise<Findings> {
  const { files } = judged;
  const notRun = (reason: string): Findings => ({
    ran: [],
    findings: [],
    notRun: [{ check: name, reason, paths: files.map(({ path }) => path) }],
  });
  if (name === 'reachability') {
    const answers = await readAnswers(manifest, configuration.kits[manifest.name] ?? {});
    return { ran: [name], notRun: [], findings: reachabilityFindings(files, platform, answers) };
  }
  if (name === 'otel-collector') return { ran: [name], notRun: [], findings: await collectorFindings(files) };
  if (OWN_CHECKS.has(name)) return { ran: [], notRun: [], findings: [] };
  const tool = TOOLS[name];
  if (tool === undefined) return notRun(NEVER_RUN[name] ?? 'acgs does not know how to run it');
  if (tool.by !== undefined && !lock.has(tool.by)) return { ran: [], notRun: [], findings: [] };
  const program = [tool.program, tool.or ?? tool.program].find((one) => findExecutable(one) !== undefined);
  if (program === undefined) return notRun(`${tool.program} is not installed`);
  return { ran: [name], notRun: [], findings: await runValidator(name, { ...tool, program }, judged) };
}
