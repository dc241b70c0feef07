/** `npm run check`: everything that needs no engine – types, lint, format, unused code, unit tests – under the pinned Node. */
import { spawn } from 'node:child_process';
import { dependencies } from './lib/dependencies.mjs';
import { bringNode, pathWithNode } from './lib/node24.mjs';
import { root } from './lib/paths.mjs';
import { elapsed, main, say } from './lib/say.mjs';

/** Two at a time, the longest first. */
const checks = [
  ['lint', 'eslint', '.'],
  ['types', 'tsc', '--noEmit', '-p', '.'],
  ['unit tests', 'vitest', 'run', '--project', 'unit'],
  ['unused code', 'knip'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
];

function check([name, command, ...args]) {
  const from = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, PATH: pathWithNode() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => {
      say(`${code === 0 ? 'passed' : 'FAILED'}  ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
      if (code !== 0) say(output.trimEnd());
      resolve(code === 0);
    });
  });
}

await main(async () => {
  await bringNode();
  await dependencies();
  const queue = [...checks];
  const results = [];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results.push(await check(next));
  };
  await Promise.all([worker(), worker()]);
  say(`in ${elapsed()}`);
  return results.every(Boolean) ? 0 : 1;
});
