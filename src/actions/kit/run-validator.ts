import { join } from 'node:path';
import { type CheckedFile, type CheckFinding } from '../../kits/check/finding.js';
import { steadyMessage } from '../../kits/check/kubeconform-message.js';
import { kubernetesVersions, type Schema } from '../../kits/check/kubernetes-schemas.js';
import { SCHEMA_NAME, schemaFiles } from '../../kits/check/schema-files.js';
import { type Tool } from '../../kits/check/tools.js';
import { run, type RunResult } from '../../system/exec.js';
import { withScratchFiles } from '../../system/scratch-files.js';

const TIMEOUT_MS = 120_000;

export interface Judged {
  /** Absolute folder of acgs.yaml. */
  readonly root: string;
  readonly files: readonly CheckedFile[];
  /** Schemas by `apiVersion kind`, of kinds that acgs does not ship. */
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly signal: AbortSignal | undefined;
}

/** Runs an installed validator over files of a kit. @throws AcgsError `run/timeout`, `run/interrupted` */
export async function runValidator(
  name: string,
  tool: Tool,
  judged: Judged,
): Promise<readonly CheckFinding[]> {
  const paths = judged.files.map(({ path }) => path);
  if (tool.schemas === true) return await withSchemas(name, tool, judged);
  const calls = tool.each === true ? paths.map((path) => [path]) : [paths];
  const findings: CheckFinding[] = [];
  for (const call of calls) findings.push(...(await findingsOf(name, tool, call, judged)));
  return findings;
}

/** A finding for all versions of Kubernetes is told once, else with the versions. */
async function withSchemas(name: string, tool: Tool, judged: Judged): Promise<readonly CheckFinding[]> {
  const versions = await kubernetesVersions();
  const paths = judged.files.map(({ path }) => path);
  const found = new Map<string, { finding: CheckFinding; in: string[] }>();
  await withScratchFiles(await schemaFiles(judged.files, judged.schemas), async (folder) => {
    for (const version of versions) {
      const location = ['-kubernetes-version', `${version}.0`, '-schema-location', join(folder, SCHEMA_NAME)];
      const call = { ...tool, args: [...tool.args, ...location] };
      for (const finding of await findingsOf(name, call, paths, judged)) {
        const message = steadyMessage(finding.message);
        const id = `${finding.path} ${message}`;
        const known = found.get(id) ?? { finding: { ...finding, message }, in: [] };
        known.in.push(version);
        found.set(id, known);
      }
    }
  });
  return [...found.values()].map(({ finding, in: some }) =>
    some.length === versions.length
      ? finding
      : { ...finding, message: `${finding.message} (Kubernetes ${some.join(', ')})` },
  );
}

async function findingsOf(
  name: string,
  { program, args }: Tool,
  paths: readonly string[],
  { root, signal }: Judged,
): Promise<readonly CheckFinding[]> {
  const options = {
    cwd: root,
    reads: true,
    timeoutMs: TIMEOUT_MS,
    ...(signal === undefined ? {} : { signal }),
  };
  const result = await run(program, [...args, ...paths], options);
  return result.exitCode === 0 ? [] : findingsIn(name, paths, result);
}

/** `PATH:LINE:COLUMN: message` as compilers have it, `PATH - message` as kubeconform and conftest. */
const PLACED =
  /^(?:(?:\.\/)?(?<path>[^\s:]+):(?<line>\d+)(?::\d+)?:?\s*|(?:[A-Z]+ - )?(?<file>\S+) - )(?<message>.*)$/;

/** What a tool said, by file and line where it names them. */
function findingsIn(check: string, paths: readonly string[], result: RunResult): readonly CheckFinding[] {
  const said = `${result.stdout}\n${result.stderr}`.split('\n').filter((line) => line.trim() !== '');
  const placed = said.flatMap((text): readonly CheckFinding[] => {
    const { path: named, file = '', line, message = '' } = PLACED.exec(text)?.groups ?? {};
    const path = named ?? file;
    if (!paths.includes(path)) return [];
    return [{ path, check, message, ...(line === undefined ? {} : { line: Number(line) }) }];
  });
  if (placed.length > 0) return placed;
  const message = said.slice(0, 20).join('\n') || `exit ${result.exitCode}`;
  return [{ path: paths[0] ?? '', check, message }];
}
