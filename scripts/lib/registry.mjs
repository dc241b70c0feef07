/** A local registry (toolchain/registry) on a free port of the loopback, ended with the process that started it. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tool } from './toolbox.mjs';

/**
 * @param {{referrers?: boolean, directory?: string, stay?: boolean}} options without the referrers API, clients fall back to tags
 * @returns {Promise<{address: string, pid: number, stop: () => Promise<void>}>} address as `127.0.0.1:PORT`
 */
export async function startRegistry({ referrers = true, directory, stay = false } = {}) {
  const args = [`-referrers=${referrers}`];
  if (directory) {
    mkdirSync(directory, { recursive: true });
    args.push('-directory', directory);
  }
  if (!stay) args.push('-until-stdin-closes');
  const child = spawn(await tool('registry'), args, { stdio: [stay ? 'ignore' : 'pipe', 'pipe', 'ignore'], detached: stay });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const address = await new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(JSON.parse(line).address));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the registry ended with ${code} before it listened`)));
  });
  for (const handle of [child, child.stdout, child.stdin]) handle?.unref?.();
  const stop = async () => {
    child.ref();
    child.kill('SIGTERM');
    await ended;
  };
  return { address, pid: child.pid, stop };
}
