#!/usr/bin/env node
// The entry of acgs: Node check, --version without loading anything, compile cache, then oclif.
// Kept to syntax that old Nodes parse, so that the check below is what their users see.
import { readFileSync } from 'node:fs';
import * as module from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** `^22.22.2 || ^24.15.0 || >=26.0.0`, as package.json says; semver would cost more than the whole start. */
function isFit(version) {
  const [major, minor, patch] = version.split('.').map(Number);
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2);
  if (major === 24) return minor >= 15;
  return major >= 26;
}

const argv = process.argv.slice(2);
if (!isFit(process.versions.node)) {
  process.stderr.write(
    `error: acgs needs Node.js ^22.22.2, ^24.15.0 or >=26, got ${process.versions.node}: install one, or set ACGS_NODE for bin/acgs [node/too-old]\n`,
  );
  process.exitCode = 5;
} else if (argv.length === 1 && argv[0] === '--version') {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`acgs/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else {
  if (module.enableCompileCache) module.enableCompileCache();
  if (!(argv[0] === 'dockerfile' && argv[1] === 'lint' && (await lintsPlainly()))) {
    const { main } = await import('../lib/cli.js');
    await main(argv, root);
  }
  // After a signal or a time-out a step that would not stop must not keep the process.
  if (process.exitCode >= 124) process.exit();
}

/** The linter without what it seldom needs, run from a code cache; false for a command line that needs more. */
async function lintsPlainly() {
  const { runCachedScript } = await import('../lib/lint/cached-script.js');
  const script = runCachedScript(`${root}/lib/lint/plain.cjs`);
  if (!(await script.exports.tryPlainLint(argv, root))) return false;
  script.keep();
  return true;
}
