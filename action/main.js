// The action's entry: install acgs, run `acgs release` with the inputs. acgs itself writes the outputs, annotations and summary.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { readInputs } from './inputs.js';
import { install } from './install.js';
import { releaseArguments } from './release-arguments.js';

/** One line for the log that the runner shows as an error; a line end cannot begin another command. */
const annotation = (message) =>
  `::error title=acgs::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}\n`;

function main() {
  const inputs = readInputs(process.env);
  const { args, env } = releaseArguments(inputs);
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'));
  const program = install({
    version: inputs.version === '' ? manifest.version : inputs.version,
    integrity: inputs.integrity,
    folder: process.env.RUNNER_TEMP ?? '/tmp',
    ...(process.env.ACGS_PACKAGE === undefined ? {} : { package: process.env.ACGS_PACKAGE }),
  });
  const { status, signal, error } = spawnSync(process.execPath, [program, ...args], {
    cwd: resolve(process.env.GITHUB_WORKSPACE ?? '.', inputs.folder),
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  if (error !== undefined) throw error;
  if (signal !== null) throw new Error(`acgs was ended by ${signal}`);
  return status ?? 1;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stdout.write(annotation(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
}
