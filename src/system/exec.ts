import { AcgsError } from '../model/errors.js';
import { passDoor } from './door.js';
import { childEnvironment, type Environment } from './environment.js';
import { findExecutable } from './executables.js';
import { redact } from './redaction.js';

export interface RunOptions {
  readonly cwd?: string;
  /** On top of the clean environment (DESIGN, rules of trust 9). */
  readonly env?: Environment;
  readonly input?: string | Uint8Array;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Each line of output as it comes, redacted. */
  readonly onLine?: (line: string, from: 'stdout' | 'stderr') => void;
  /**
   * Hand lines to `onLine` as they are: for output that is itself encoded (JSON with base64 inside), where hiding would
   * break the encoding. The listener then redacts what it decodes.
   */
  readonly rawLines?: boolean;
  /** The child only reads (`git status`, `docker version`): allowed in a dry run. */
  readonly reads?: boolean;
  /** Most bytes of stdout and stderr kept, each; default 64 MiB. */
  readonly keepBytes?: number;
  /** Do not keep stdout (it is huge and was taken by `onLine`, or nobody wants it). */
  readonly discardOutput?: boolean;
  /** The same for stderr. */
  readonly discardErrors?: boolean;
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly durationMs: number;
}

const MEBIBYTE = 1024 * 1024;

/**
 * Runs a tool by its absolute path with an argument array, never through a shell, with a clean environment,
 * in a process group of its own that ends with this process.
 * A non-zero exit is a result, not an error; see {@link runOrThrow}.
 * @throws AcgsError `tool/missing`, `run/timeout`, `run/interrupted`
 */
export async function run(
  tool: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const path = tool.startsWith('/') ? tool : findExecutable(tool);
  if (path === undefined) throw new AcgsError('tool/missing', `${tool} is not installed or not on PATH`);
  passDoor({
    kind: 'process',
    detail: redact([tool, ...args].join(' ')).slice(0, 400),
    mutates: options.reads !== true,
  });
  const { execa } = await import('execa');
  const child = execa(path, args, {
    env: childEnvironment(options.env),
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: options.keepBytes ?? 64 * MEBIBYTE,
    killDescendants: true,
    forceKillAfterDelay: 4000,
    buffer: { stdout: options.discardOutput !== true, stderr: options.discardErrors !== true },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  const { onLine } = options;
  let fault: { readonly error: unknown } | undefined;
  const tell = async (from: 'stdout' | 'stderr'): Promise<void> => {
    if (onLine === undefined) return;
    const listen = (line: string): void => {
      try {
        onLine(options.rawLines === true ? line : redact(line), from);
      } catch (error) {
        fault ??= { error };
        child.kill();
      }
    };
    try {
      for await (const line of child.iterable({ from })) listen(String(line));
    } catch {
      // `iterable` rejects with the child's own failure, which the awaited result reports already.
    }
  };
  const [result] = await Promise.all([child, tell('stdout'), tell('stderr')]);
  if (fault !== undefined) throw fault.error;
  if (result.timedOut)
    throw new AcgsError(
      'run/timeout',
      `${tool} did not end within ${Math.round((options.timeoutMs ?? 0) / 1000)} s`,
    );
  if (result.isCanceled) {
    const reason: unknown = options.signal?.reason;
    throw reason instanceof AcgsError
      ? reason
      : new AcgsError('run/interrupted', `${tool} was interrupted`, { cause: reason });
  }
  if (result.isMaxBuffer) throw new AcgsError('tool/failed', `${tool} printed more than acgs keeps`);
  if (result.exitCode === undefined && !result.isTerminated)
    throw new AcgsError(
      'tool/failed',
      `${tool} could not be started: ${redact(whyNotStarted(result.shortMessage))}`,
      { cause: result.cause },
    );
  return {
    stdout: typeof result.stdout === 'string' ? result.stdout : '',
    stderr: typeof result.stderr === 'string' ? result.stderr : '',
    exitCode: result.exitCode ?? 128,
    durationMs: result.durationMs,
  };
}

/** execa's message names the command in its first line and the reason in the second; a message of ours is one line. */
function whyNotStarted(message: string | undefined): string {
  const lines = (message ?? 'unknown reason').split('\n');
  return lines[1] ?? lines[0] ?? '';
}

/** As {@link run}; a non-zero exit throws `tool/failed` with the last 20 lines of what the tool said. */
export async function runOrThrow(
  tool: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const result = await run(tool, args, options);
  if (result.exitCode !== 0)
    throw new AcgsError('tool/failed', `${tool} ${args[0] ?? ''} ended with exit code ${result.exitCode}`, {
      output: redact(lastLines(result.stderr.trim() === '' ? result.stdout : result.stderr, 20)),
    });
  return result;
}

/** The last `count` lines of a text. */
export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
