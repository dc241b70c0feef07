import { type CheckedFile, type CheckFinding } from '../../kits/check/finding.js';
import { type Tool } from '../../kits/check/tools.js';
import { run, type RunResult } from '../../system/exec.js';

const TIMEOUT_MS = 120_000;

/** Runs an installed validator over files of a kit. @throws AcgsError `run/timeout`, `run/interrupted` */
export async function runValidator(
  name: string,
  { program, args, each }: Tool,
  { root, files, signal }: { root: string; files: readonly CheckedFile[]; signal: AbortSignal | undefined },
): Promise<readonly CheckFinding[]> {
  const paths = files.map(({ path }) => path);
  const calls = each === true ? paths.map((path) => [path]) : [paths];
  const findings: CheckFinding[] = [];
  for (const call of calls) {
    const options = {
      cwd: root,
      reads: true,
      timeoutMs: TIMEOUT_MS,
      ...(signal === undefined ? {} : { signal }),
    };
    const result = await run(program, [...args, ...call], options);
    if (result.exitCode !== 0) findings.push(...findingsIn(name, call, result));
  }
  return findings;
}

/** What a tool said, by file and line where it names them. */
function findingsIn(check: string, paths: readonly string[], result: RunResult): readonly CheckFinding[] {
  const said = `${result.stdout}\n${result.stderr}`.split('\n').filter((line) => line.trim() !== '');
  const placed = said.flatMap((line): readonly CheckFinding[] => {
    const [, path, number, message] = /^(?:\.\/)?([^\s:]+):(\d+)(?::\d+)?:?\s*(.*)$/.exec(line) ?? [];
    if (path === undefined || message === undefined || !paths.includes(path)) return [];
    return [{ path, line: Number(number), check, message }];
  });
  if (placed.length > 0) return placed;
  const message = said.slice(0, 20).join('\n') || `exit ${result.exitCode}`;
  return [{ path: paths[0] ?? '', check, message }];
}
