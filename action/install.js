import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;
const INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/;

/**
 * Fetches acgs, compares it with the integrity where one is given, and only then unpacks it. No script of a package runs.
 * @param {{ version: string, integrity: string, folder: string, package?: string }} wanted `package` is for tests: a tarball
 * @returns {string} path of the program for Node.js
 */
export function install({ version, integrity, folder, package: packed }) {
  if (!VERSION.test(version))
    throw new Error(`input version: expected one like 1.2.3, got ${JSON.stringify(version)}`);
  if (integrity !== '' && !INTEGRITY.test(integrity))
    throw new Error(`input integrity: expected sha512-…, got ${JSON.stringify(integrity)}`);
  const place = mkdtempSync(join(folder, 'acgs-'));
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = (...args) => execFileSync('npm', args, { cwd: place, encoding: 'utf8' });
  const tarball = join(place, npm('pack', '--silent', ...quiet, packed ?? `acgs@${version}`).trim());
  const actual = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (integrity !== '' && actual !== integrity)
    throw new Error(`acgs ${version} has the integrity ${actual}, expected ${integrity}`);
  npm('install', '--global', '--prefix', place, ...quiet, tarball);
  return join(place, 'lib/node_modules/acgs/bin/run.js');
}
