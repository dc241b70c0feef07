import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { benchEnv, projectRoot } from './bench.js';

export interface RunResult {
  /** Exit code; 128 + number for a child ended by a signal, as shells count. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Added to the bench's environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** Milliseconds until the child is killed; 280,000 unless told, just below the test time-out. */
  readonly timeout?: number;
  /** Called with the child once it runs: to signal it, or to read as it goes. */
  readonly onStart?: (child: ReturnType<typeof spawn>) => void;
}

const signalNumbers: Readonly<Partial<Record<NodeJS.Signals, number>>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGKILL: 9,
  SIGTERM: 15,
};

/** Runs a program in the bench's environment. Resolves with every exit code; rejects only if it cannot start. */
export function runProgram(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: benchEnv(options.env),
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      timeout: options.timeout ?? 280_000,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code: code ?? 128 + (signalNumbers[signal ?? 'SIGKILL'] ?? 0), stdout, stderr });
    });
    options.onStart?.(child);
    if (options.input !== undefined) child.stdin?.end(options.input);
  });
}

/** Runs a program that must succeed; returns its standard output. Throws with its error output otherwise. */
export async function runOk(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await runProgram(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${String(code)}\n${stderr || stdout}`);
  return stdout;
}

export interface AcgsResult extends RunResult {
  /** The document on standard output, if that is JSON. */
  readonly json: unknown;
}

/** Runs the built CLI (`bin/run.js` over `lib/`) as a user would; `npm test` builds it, `npm run build` does between. */
export async function runAcgs(args: readonly string[], options: RunOptions = {}): Promise<AcgsResult> {
  if (!existsSync(join(projectRoot, 'lib/cli.js')))
    throw new Error('the CLI is not built: run `npm run build`');
  const result = await runProgram(process.execPath, [join(projectRoot, 'bin/run.js'), ...args], options);
  return { ...result, json: parsed(result.stdout) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
