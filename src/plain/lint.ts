import { findHadolintFile } from '../actions/lint/hadolint-file.js';
import { environment } from '../system/environment.js';
import { findExecutable } from '../system/executables.js';
import { exists } from '../system/files.js';
import { allowClosedPipes } from '../cli/closed-pipes.js';
import { tryFastPath } from '../cli/lint-fast-path.js';
import { parseLintArguments } from '../cli/lint/parse-lint-arguments.js';

/** Flags that need what the bundle leaves out. */
const NOT_PLAIN = ['config', 'explain', 'fix', 'diff'];

/**
 * Lints where no configuration file is read and no ShellCheck is started: the bundle of this way (lib/plain/lint.cjs) holds
 * neither YAML nor what starts processes, and is run from a code cache (src/system/cached-script.ts). Nothing is read from
 * standard input or printed before it is sure.
 * @returns whether it was such a run, and is done
 */
export async function tryPlain(argv: readonly string[], root: string): Promise<boolean> {
  if (argv[0] !== 'dockerfile' || argv[1] !== 'lint') return false;
  const args = parseLintArguments(argv.slice(2), environment());
  if (args === undefined || NOT_PLAIN.some((flag) => args.flags[flag] !== undefined)) return false;
  if (args.flags['shellcheck'] !== 'off' && findExecutable('shellcheck') !== undefined) return false;
  const cwd = process.cwd();
  if (await exists(`${cwd}/acgs.yaml`)) return false;
  if ((await findHadolintFile(cwd, environment())) !== undefined) return false;
  allowClosedPipes();
  return tryFastPath(argv, root, { unconfigured: true });
}
