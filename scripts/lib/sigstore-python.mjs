/** sigstore-python in a virtual environment of its own: an independent verifier of keyless bundles. */
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { pythonWithPip } from './wheel.mjs';

const requirements = join(root, 'toolchain/sigstore-python/requirements.txt');

export const sigstorePython = {
  version: /^sigstore==(\S+)/m.exec(readFileSync(requirements, 'utf8'))[1],
  program: 'sigstore',
  install: async (folder) => {
    const python = await pythonWithPip();
    // --target, not a venv: the folder is moved into its place afterwards, and a venv's scripts hold absolute paths
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
    await run(python, ['-m', 'pip', 'install', ...quiet, '--no-deps', '--only-binary=:all:', '--target', join(folder, 'site'), '-r', requirements]);
    mkdirSync(join(folder, 'bin'));
    symlinkSync('../sigstore', join(folder, 'bin', 'sigstore'));
    const launcher = `#!/bin/sh\nhere=$(dirname "$(readlink -f "$0")")\nPYTHONPATH="$here/site" exec ${python} -m sigstore "$@"\n`;
    writeFileSync(join(folder, 'sigstore'), launcher);
    chmodSync(join(folder, 'sigstore'), 0o755);
  },
};
