/** What needs no engine: types, lint with layer rules, format, unused code, generated pages, unit tests. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathWithNode } from './node24.mjs';
import { root } from './paths.mjs';
import { say } from './say.mjs';

/** What a check keeps of its last run, by the content of the files; typed lint rules have nothing that could be kept safely. */
const kept = (name) => join('.tools', 'checks', name);

/** The longest first, because two run at a time. */
export const staticChecks = [
  ['lint', 'eslint', '.'],
  ['types', 'tsc', '--noEmit', '-p', '.', '--incremental', '--tsBuildInfoFile', kept('types.tsbuildinfo')],
  ['unused code', 'knip'],
  [
    'format',
    'prettier',
    ...['--check', '--log-level', 'warn', '.'],
    ...['--cache', '--cache-strategy', 'content', '--cache-location', kept('format')],
  ],
  ['configuration schema', 'node', 'scripts/generate-config-schema.mjs', '--check'],
  ['document schemas', 'node', 'scripts/schemas.mjs', '--check'],
  ['generated pages', 'node', 'scripts/docs.mjs', '--check'],
];

export const unitTests = ['unit tests', 'vitest', 'run', '--project', 'unit'];

/** Runs them, two at a time, and prints what fails. @returns {Promise<boolean>} whether all passed */
export async function runChecks(checks) {
  const queue = [...checks];
  const results = [];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results.push(await runCheck(next));
  };
  await Promise.all([worker(), worker()]);
  return results.every(Boolean);
}

function runCheck([name, command, ...args]) {
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
