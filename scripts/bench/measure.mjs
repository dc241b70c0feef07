/** Measures whole processes: wall and CPU time, peak memory; the median of interleaved runs, so that a drifting machine hits both sides. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const SELF_REPORT = pathToFileURL(join(here, 'self-report.mjs')).href;

/**
 * Runs a command once.
 * @returns {{wallMs: number, cpuMs: number, status: number, stdout: string, stderr: string}} CPU time is that of the
 *   process and of the children it waited for
 */
export function once(command, args, { cwd, env, input } = {}) {
  // bash's `times` is the one portable way to the CPU time of children that have ended.
  const script = 'exec 3>&2; TIMEFORMAT="%R %U %S"; { time "$@" 2>&3; } 2>"$ACGS_BENCH_TIMES"';
  const folder = mkdtempSync(join(tmpdir(), 'acgs-bench-'));
  const times = join(folder, 'times');
  const result = spawnSync('bash', ['-c', script, 'bash', command, ...args], {
    cwd,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, ...env, ACGS_BENCH_TIMES: times, LC_ALL: 'C' },
  });
  const [real, user, system] = readFileSync(times, 'utf8').trim().split(/\s+/).map(Number);
  rmSync(folder, { recursive: true });
  return {
    wallMs: real * 1000,
    cpuMs: (user + system) * 1000,
    status: result.status,
    stdout: result.stdout,
    stderr: result.stderr,
  };
}

/** Runs it and refuses a failure: a fast failure would look like a good figure. */
export function passing(command, args, options) {
  const result = once(command, args, options);
  if (result.status !== 0)
    throw new Error(
      `${command} ${args.join(' ')} ended with ${result.status}:\n${result.stderr.slice(-2000)}${result.stdout.slice(-500)}`,
    );
  return result;
}

/** Peak resident memory of one Node process itself (not of its children), in MiB. */
export function peakMemory(node, args, { cwd, env } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'acgs-bench-'));
  const file = join(folder, 'memory');
  const result = once(node, ['--import', SELF_REPORT, ...args], {
    cwd,
    env: { ...env, ACGS_BENCH_MEMORY: file },
  });
  const mebibytes = Number(readFileSync(file, 'utf8')) / 1024;
  rmSync(folder, { recursive: true });
  return { mebibytes, status: result.status, stderr: result.stderr };
}

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Runs `a` and `b` in turn and returns the median of the ratio `pick(a) / pick(b)`, pair by pair. */
export function ratio(rounds, a, b, pick) {
  a();
  b();
  return median(Array.from({ length: rounds }, () => pick(a()) / pick(b())));
}
