import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, sep } from 'node:path';
import { PACKAGE_ROOT } from './package-root.js';

/**
 * Finds a tool on PATH: an absolute path outside the working directory and outside world-writable folders
 * (DESIGN, rules of trust 9), so that a repository cannot plant a `docker` of its own.
 */
export function findExecutable(name: string, path: string = process.env['PATH'] ?? ''): string | undefined {
  const here = realpathSync(process.cwd()) + sep;
  // Our own tools are trusted even when they lie in the working directory.
  const ownTools = join(PACKAGE_ROOT, '.tools') + sep;
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      if (!statSync(candidate).isFile()) continue;
      const real = realpathSync(candidate);
      const trusted = candidate.startsWith(ownTools) || real.startsWith(ownTools);
      if (!trusted && (candidate.startsWith(here) || real.startsWith(here))) continue;
      if ((statSync(dirname(candidate)).mode & 0o002) !== 0 || (statSync(dirname(real)).mode & 0o002) !== 0)
        continue;
      return candidate;
    } catch {
      // Not in this folder: PATH entries that do not exist are ordinary.
      continue;
    }
  }
  return undefined;
}
