/** A local registry (toolchain/registry) on a port of the loopback, ended with the process that started it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolsDir } from './paths.mjs';
import { tool } from './toolbox.mjs';

/**
 * @param {{name: string, referrers?: boolean, stay?: boolean}} options `name` keys its blobs and its port, which is taken
 *   again if it is free, so that references to it stay the same; without the referrers API clients fall back to tags
 * @returns {Promise<{address: string, pid: number, stop: () => Promise<void>}>} address as `127.0.0.1:PORT`
 */
export async function startRegistry({ name, referrers = true, stay = false }) {
  const program = await tool('registry');
  const directory = join(toolsDir, 'registries', name);
  const portFile = `${directory}.port`;
  mkdirSync(directory, { recursive: true });
  const args = [`-referrers=${referrers}`, '-directory', directory, ...(stay ? [] : ['-until-stdin-closes'])];
  const remembered = existsSync(portFile) ? readFileSync(portFile, 'utf8') : '0';
  // the remembered port may be someone else's by now
  const registry = await listen(program, args, remembered, stay).catch(() => listen(program, args, '0', stay));
  writeFileSync(portFile, registry.address.split(':')[1]);
  return registry;
}

async function listen(program, args, port, stay) {
  const child = spawn(program, [...args, '-listen', `127.0.0.1:${port}`], { stdio: [stay ? 'ignore' : 'pipe', 'pipe', 'ignore'], detached: stay });
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
