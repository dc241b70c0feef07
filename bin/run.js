#!/usr/bin/env node
// The entry of acgs: Node check, --version without loading anything, compile cache, the plain ways, then oclif.
// Kept to syntax that old Nodes parse, so that the check below is what their users see; and to one import: for each module
// of its own that is imported Node reads all exports first, which for node:fs costs as much as a fifth of its whole start.
import * as module from 'node:module';

/** Commands with a way past oclif: the bundle of lib/plain (src/plain) that goes it. */
const PLAIN = new Map([
  ['dockerfile lint', 'lint'],
  ['kit add', 'kit'],
  ['kit diff', 'kit'],
  ['kit eject', 'kit'],
  ['kit list', 'kit'],
  ['kit status', 'kit'],
  ['kit update', 'kit'],
  ['verify', 'verify'],
  ['verify blob', 'verify-blob'],
]);

/** `^22.22.2 || ^24.15.0 || >=26.0.0`, as package.json says; semver would cost more than the whole start. */
function isFit(version) {
  const [major, minor, patch] = version.split('.').map(Number);
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2);
  if (major === 24) return minor >= 15;
  return major >= 26;
}

const argv = process.argv.slice(2);
const require = module.createRequire(import.meta.url);
if (!isFit(process.versions.node)) {
  process.stderr.write(
    `error: acgs needs Node.js ^22.22.2, ^24.15.0 or >=26, got ${process.versions.node}: install one, or set ACGS_NODE for bin/acgs [node/too-old]\n`,
  );
  process.exitCode = 5;
} else if (argv.length === 1 && argv[0] === '--version') {
  const { version } = require('../package.json');
  process.stdout.write(`acgs/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else {
  const root = require('node:path').dirname(import.meta.dirname);
  if (module.enableCompileCache) module.enableCompileCache();
  const command = [`${argv[0]} ${argv[1]}`, argv[0]].find((words) => PLAIN.has(words));
  if (command === undefined || !(await runsPlainly(command, root))) {
    resolveOwnQuickly(new URL('../lib/', import.meta.url).href);
    const { main } = await import('../lib/cli.js');
    await main(argv, root);
  }
  // After a signal or a time-out a step that would not stop must not keep the process.
  if (process.exitCode >= 124) process.exit();
}

/**
 * Our chunks name each other by the files that they are: Node need not look for a package.json and for links for each of them, which
 * for a release is a hundred and fifty times (https://nodejs.org/api/module.html#resolvespecifier-context-nextresolve).
 */
function resolveOwnQuickly(lib) {
  module.registerHooks?.({
    resolve(specifier, context, next) {
      const isOwn = /^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.startsWith(lib);
      if (!isOwn || !context.conditions.includes('import')) return next(specifier, context);
      return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true };
    },
  });
}

/** Runs a command without what it seldom needs, from a code cache; false for a command line that needs more. */
async function runsPlainly(command, root) {
  const { runCachedScript } = require('../lib/plain/cached-script.cjs');
  const script = runCachedScript(`${root}/lib/plain/${PLAIN.get(command)}.cjs`, command);
  if (!(await script.exports.tryPlain(argv, root))) return false;
  // a command line that is refused compiles little, and what is kept is never kept again
  if (process.exitCode !== 2) script.keep();
  return true;
}
