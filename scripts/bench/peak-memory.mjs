/** Peak memory of any program, as the kernel counts it, so that two programs of different kinds are measured alike. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Runs a program to its end and reads its high-water mark as it goes (Linux: VmHWM only grows).
 * @returns {Promise<number>} MiB of resident memory
 */
export async function peakMemoryOf(command, args, { cwd, env } = {}) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'ignore' });
  let kibibytes = 0;
  const look = () => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      kibibytes = Math.max(kibibytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // it has ended between two looks; what it had before counts
    }
  };
  const timer = setInterval(look, 1);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
  return kibibytes / 1024;
}
