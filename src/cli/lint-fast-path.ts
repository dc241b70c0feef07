import { environment } from '../system/environment.js';
import { readText } from '../system/files.js';
import { parseLintArguments } from './lint/parse-lint-arguments.js';
import { runLint } from './lint/run-lint.js';
import { printOutcome } from './print-outcome.js';
import { settle } from './settle.js';

/**
 * Runs `acgs dockerfile lint …` without oclif, whose loading costs more than linting a file. Only for command lines that
 * are plainly right: oclif reads all others, helps and explains (the flag table is one, a test holds both readings equal).
 * @param argv arguments without node and script
 * @param root folder of package.json
 * @param known what was found out before
 * @returns whether it was such a command line, and is done; `process.exitCode` is set then
 */
export async function tryFastPath(
  argv: readonly string[],
  root: string,
  known: { readonly unconfigured?: boolean } = {},
): Promise<boolean> {
  const [topic, command, ...rest] = argv;
  if (topic !== 'dockerfile' || command !== 'lint') return false;
  const args = parseLintArguments(rest, environment());
  if (args === undefined) return false;
  const json = args.flags['json'] === true;
  try {
    settle(args.flags);
    process.exitCode = await printOutcome(await runLint(args, () => versionOf(root), known), json);
  } catch (error) {
    const { reportFailure } = await import('./report-failure.js');
    process.exitCode = await reportFailure(error, { json });
  }
  return true;
}

async function versionOf(root: string): Promise<string> {
  return (JSON.parse(await readText(`${root}/package.json`)) as { version: string }).version;
}
