import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { kitTools } from '../../bench/bench.js';
import { runProgram, type RunResult } from '../../bench/run.js';
import { scratchFolder } from '../../bench/scratch.js';

/** Judges files of a repository with actionlint (ShellCheck too) and zizmor at its strictest. @param files by path */
export async function judgeWorkflows(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly actionlint: RunResult; readonly zizmor: RunResult }> {
  using repository = scratchFolder(files);
  const cwd = repository.folder;
  mkdirSync(join(cwd, '.git')); // actionlint looks for the repository that a workflow belongs to
  const workflows = Object.keys(files).filter((path) => path.startsWith('.github/workflows/'));
  const actionlint = await runProgram(kitTools().actionlint, ['-no-color', ...workflows], { cwd });
  const zizmor = await runProgram(
    kitTools().zizmor,
    ['--offline', '--persona=auditor', '--no-progress', '--format=plain', '.'],
    { cwd },
  );
  return { actionlint, zizmor };
}
