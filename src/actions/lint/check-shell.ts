import { availableParallelism } from 'node:os';
import { type ForeignFinding } from '../../dockerfile/lint-options.js';
import { type Dockerfile } from '../../dockerfile/parse/nodes.js';
import {
  shellcheckArguments,
  shellcheckFindings,
  type ShellcheckScript,
  shellcheckScripts,
} from '../../dockerfile/shellcheck.js';
import { AcgsError } from '../../model/errors.js';
import { run } from '../../system/exec.js';
import { withScratchFiles } from '../../system/scratch-files.js';

/** ShellCheck's findings by Dockerfile, in their order, and what kept it from judging some. */
export interface ShellJudgement {
  readonly findings: readonly (readonly ForeignFinding[])[];
  readonly problems: readonly string[];
}

/** One process judges so many scripts: starting it costs as much as judging two or three. */
const SCRIPTS_A_PROCESS = 64;
const TIMEOUT_MS = 60_000;

/**
 * Checks the shell code of Dockerfiles with an installed ShellCheck. Equal scripts are judged once. A ShellCheck that
 * fails or hangs costs its own findings only.
 * @param tool absolute path of `shellcheck`
 * @throws AcgsError `run/interrupted`
 */
export async function checkShell(
  tool: string,
  dockerfiles: readonly Dockerfile[],
  signal?: AbortSignal,
): Promise<ShellJudgement> {
  const scripts = dockerfiles.map((dockerfile) => shellcheckScripts(dockerfile));
  const unique = new Map(scripts.flat().map((script) => [keyOf(script), script]));
  const outputs = new Map<string, unknown[]>();
  const problems: string[] = [];
  const batches = batchesOf([...unique.values()]);
  const worker = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift())
      try {
        for (const [key, comments] of await judge(tool, batch, signal)) outputs.set(key, comments);
      } catch (error) {
        if (!(error instanceof AcgsError) || error.code === 'run/interrupted') throw error;
        problems.push(`ShellCheck could not judge ${batch.length} scripts: ${error.message}`);
      }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  return {
    findings: scripts.map((list) =>
      list.flatMap((script) =>
        shellcheckFindings(script, JSON.stringify({ comments: outputs.get(keyOf(script)) ?? [] })),
      ),
    ),
    problems,
  };
}

function keyOf({ dialect, text }: ShellcheckScript): string {
  return `${dialect}\0${text}`;
}

/** The dialect is an option of the process, so a batch has one. */
function batchesOf(scripts: readonly ShellcheckScript[]): ShellcheckScript[][] {
  const dialects = new Set(scripts.map(({ dialect }) => dialect));
  return [...dialects].flatMap((dialect) => {
    const list = scripts.filter((script) => script.dialect === dialect);
    return Array.from({ length: Math.ceil(list.length / SCRIPTS_A_PROCESS) }, (_, index) =>
      list.slice(index * SCRIPTS_A_PROCESS, (index + 1) * SCRIPTS_A_PROCESS),
    );
  });
}

/** ShellCheck's comments by script. */
async function judge(
  tool: string,
  batch: readonly ShellcheckScript[],
  signal?: AbortSignal,
): Promise<Map<string, unknown[]>> {
  const [first] = batch;
  if (first === undefined) return new Map();
  const byName = new Map(batch.map((script, index) => [String(index), script]));
  const files = new Map([...byName].map(([name, { text }]) => [name, text]));
  const { stdout, stderr, exitCode } = await withScratchFiles(files, (cwd) =>
    run(tool, [...shellcheckArguments(first), '--', ...files.keys()], {
      cwd,
      reads: true,
      timeoutMs: TIMEOUT_MS,
      ...(signal === undefined ? {} : { signal }),
    }),
  );
  // 0: nothing found, 1: findings (shellcheck(1), "RETURN VALUES").
  if (exitCode > 1) throw new AcgsError('tool/failed', stderr.trim() || `exit code ${exitCode}`);
  const comments = commentsOf(stdout);
  return new Map(
    [...byName].map(([name, script]) => [keyOf(script), comments.filter(({ file }) => file === name)]),
  );
}

function commentsOf(output: string): { readonly file: string }[] {
  try {
    return (JSON.parse(output) as { comments: { file: string }[] }).comments;
  } catch (error) {
    throw new AcgsError('tool/failed', 'expected JSON of shellcheck, got something else', { cause: error });
  }
}
