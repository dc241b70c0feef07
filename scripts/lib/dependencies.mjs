/** The project's npm packages, exactly those of package-lock.json; npm is called only when some differ. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathWithNode } from './node24.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { step } from './say.mjs';

const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;

/** True if node_modules holds every package of the lock, by version and integrity (those of other platforms aside). */
function upToDate() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const present = read('node_modules/.package-lock.json');
  return Object.entries(read('package-lock.json')).every(([path, wanted]) => {
    if (path === '') return true;
    const found = present[path];
    return found ? found.version === wanted.version && found.integrity === wanted.integrity : wanted.optional === true || wanted.peer === true;
  });
}

export async function dependencies() {
  if (upToDate()) return;
  await step('npm packages', () =>
    run('npm', ['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund'], { cwd: root, env: { PATH: pathWithNode() } }),
  );
}
