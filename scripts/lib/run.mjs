/** Child processes for the scripts: an argument array, never a shell; output is kept for the error message and the log. */
import { spawn } from 'node:child_process';
import { accessSync, appendFileSync, constants, mkdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { logFile, toolsDir } from './paths.mjs';

/**
 * Runs a program to its end.
 * @returns {Promise<{code: number, stdout: string, stderr: string}>} rejects on a non-zero code unless `ok` allows it
 */
export function run(command, args, { cwd, env, input, inherit = false, ok = (code) => code === 0, timeout } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = inherit ? [input === undefined ? 'inherit' : 'pipe', 'inherit', 'inherit'] : [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'];
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio, timeout });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', reject);
    child.on('close', (status, signal) => {
      const code = status ?? 128;
      if (!inherit) log(command, args, code, stdout, stderr);
      if (ok(code)) resolve({ code, stdout, stderr });
      else reject(new Error(`${command} ${args.slice(0, 4).join(' ')}: ${signal ?? `exit ${code}`}\n${tail(stderr || stdout)}`));
    });
    if (input !== undefined) child.stdin.end(input);
  });
}

const tail = (text) => text.trimEnd().split('\n').slice(-15).join('\n');

function log(command, args, code, stdout, stderr) {
  mkdirSync(toolsDir, { recursive: true });
  appendFileSync(logFile, `$ ${command} ${args.join(' ')}\n${tail(stdout)}\n${tail(stderr)}\n[exit ${code}]\n`);
}

/** The absolute path of a program on PATH, or undefined. */
export function which(name, path = process.env.PATH ?? '') {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // not here: look in the next folder
    }
  }
  return undefined;
}
