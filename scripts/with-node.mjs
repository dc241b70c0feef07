/** Runs a program with the pinned Node and the project's own programs first on PATH: `node scripts/with-node.mjs vitest run`. */
import { spawn } from 'node:child_process';
import { bringNode, pathWithNode } from './lib/node24.mjs';
import { root } from './lib/paths.mjs';
import { dependencies } from './lib/dependencies.mjs';
import { main } from './lib/say.mjs';

await main(async () => {
  await bringNode();
  await dependencies();
  const [command, ...args] = process.argv.slice(2);
  const child = spawn(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: pathWithNode() },
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) =>
    child
      .on('error', reject)
      .on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143))),
  );
});
