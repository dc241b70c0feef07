import picomatch from 'picomatch';
import { collectorFindings } from '../../kits/check/collector/collector.js';
import { constraintSchemas } from '../../kits/check/constraint-schemas.js';
import { type CheckFinding } from '../../kits/check/finding.js';
import { reachabilityFindings } from '../../kits/check/reachability.js';
import { NEVER_RUN, OWN_CHECKS, TOOLS } from '../../kits/check/tools.js';
import { readAnswers } from '../../kits/read-answers.js';
import { findExecutable } from '../../system/executables.js';
import { type CheckedKit } from './check-kits.js';
import { type KitProject } from './kit-project.js';
import { type Findings } from './own-checks.js';
import { type Judged, runValidator } from './run-validator.js';

/** Runs the validators that kits name, those that are installed, each once for all kits; tells of the others why not. */
export async function validatorFindings(
  project: KitProject,
  kits: readonly CheckedKit[],
  signal: AbortSignal | undefined,
): Promise<Findings> {
  const schemas = constraintSchemas(kits.flatMap(({ files }) => files));
  const results: Findings[] = [];
  for (const [tool, asked] of byTool(kits)) {
    const own = OWN[tool];
    if (own === undefined) {
      const files = asked.flatMap((kit) => kit.files);
      results.push(await validate(project, tool, { root: project.root, files, schemas, signal }));
    } else
      for (const kit of asked)
        results.push({ ran: [tool], notRun: [], findings: await own(project, kit.manifest, kit.files) });
  }
  return {
    ran: [...new Set(results.flatMap(({ ran }) => ran))],
    notRun: results.flatMap(({ notRun }) => notRun),
    findings: results.flatMap(({ findings }) => findings),
  };
}

/** The validators in the order in which kits name them first, with what each is to judge of each kit. */
function byTool(kits: readonly CheckedKit[]): ReadonlyMap<string, readonly CheckedKit[]> {
  const wanted = new Map<string, CheckedKit[]>();
  for (const { manifest, files } of kits)
    for (const { tool, files: patterns } of manifest.validators) {
      const isOne = picomatch([...patterns], { dot: true });
      const judged = files.filter(({ path }) => isOne(path));
      if (judged.length > 0) wanted.set(tool, [...(wanted.get(tool) ?? []), { manifest, files: judged }]);
    }
  return wanted;
}

/** Checks of acgs's own that kits name, because of all files only some are theirs. */
const OWN: Readonly<
  Record<
    string,
    (
      project: KitProject,
      manifest: CheckedKit['manifest'],
      files: CheckedKit['files'],
    ) => Promise<readonly CheckFinding[]>
  >
> = {
  reachability: async ({ platform, configuration }, manifest, files) =>
    reachabilityFindings(
      files,
      platform,
      await readAnswers(manifest, configuration.kits[manifest.name] ?? {}),
    ),
  'otel-collector': async (_project, _manifest, files) => await collectorFindings(files),
};

async function validate({ lock }: KitProject, name: string, judged: Judged): Promise<Findings> {
  const nothing = { ran: [], notRun: [], findings: [] };
  const notRun = (reason: string): Findings => ({
    ...nothing,
    notRun: [{ check: name, reason, paths: judged.files.map(({ path }) => path) }],
  });
  if (OWN_CHECKS.has(name)) return nothing;
  const tool = TOOLS[name];
  if (tool === undefined) return notRun(NEVER_RUN[name] ?? 'acgs does not know how to run it');
  if (tool.by !== undefined && !lock.has(tool.by)) return nothing;
  const program = [tool.program, tool.or ?? tool.program].find((one) => findExecutable(one) !== undefined);
  if (program === undefined) return notRun(`${tool.program} is not installed`);
  return { ...nothing, ran: [name], findings: await runValidator(name, { ...tool, program }, judged) };
}
