/** Programs written in Python, each with all it imports in a folder of its own, pinned in toolchain/NAME/requirements.txt. */
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { pythonWithPip } from './wheel.mjs';

/** The toolbox entry of `module` (run as `python -m`) of the distribution `program`; pip checks hashes where the pins have them. */
export function pythonProgram(name, program, module = program) {
  const requirements = join(root, 'toolchain', name, 'requirements.txt');
  return {
    version: new RegExp(`^${program}==(\\S+)`, 'm').exec(readFileSync(requirements, 'utf8'))[1],
    program,
    install: async (folder) => {
      const python = await pythonWithPip();
      // --target, not a venv: the folder is moved into its place afterwards, and a venv's scripts hold absolute paths
      const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
      await run(python, ['-m', 'pip', 'install', ...quiet, '--no-deps', '--only-binary=:all:', '--target', join(folder, 'site'), '-r', requirements]);
      mkdirSync(join(folder, 'bin'));
      symlinkSync(`../${program}`, join(folder, 'bin', program));
      const launcher = `#!/bin/sh\nhere=$(dirname "$(readlink -f "$0")")\nPYTHONPATH="$here/site" exec ${python} -m ${module} "$@"\n`;
      writeFileSync(join(folder, program), launcher);
      chmodSync(join(folder, program), 0o755);
    },
  };
}
