import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './paths.mjs';

/** Policy files are read by zod and YAML, which are half of the code that verifies. */
const POLICY_FILES = /\/policy-with-flags\.js$/;

/**
 * What the plain way of a command never asks for, because it gives way to the ordinary one before. `acgs dockerfile lint`
 * (src/plain/lint.ts): configuration files and child processes. Left out, loading takes a third of the time.
 */
const ABSENT = {
  verify: POLICY_FILES,
  'verify-blob': POLICY_FILES,
  lint: /\/config\/(?:load|read-yaml|hadolint-file)\.js$|\/check-shell\.js$|\/(?:explain-rule|fix-files)\.js$|^execa$/,
};

/** What commands take of oclif, from us: definitions as data, and a parser for command lines that are plainly right. */
const STAND_INS = {
  '@oclif/core/command': './src/cli/plain/command.ts',
  '@oclif/core/flags': './src/cli/plain/flags.ts',
  '@oclif/core/args': './src/cli/plain/args.ts',
};

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  charset: 'ascii',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: false } },
};

/**
 * Builds lib/plain: a bundle for each file of src/plain, which bin/run.js runs from a code cache, and the module that does
 * so. CommonJS, because only classic scripts can be given a code cache of one's own.
 */
export async function bundlePlain(outdir) {
  const { build } = await import('esbuild');
  await build({
    ...shared,
    entryPoints: ['src/system/cached-script.ts'],
    outfile: join(outdir, 'plain/cached-script.cjs'),
    format: 'cjs',
  });
  for (const entry of globSync('src/plain/*.ts', { cwd: root })) {
    const name = basename(entry, '.ts');
    await build({
      ...shared,
      entryPoints: [entry],
      outfile: join(outdir, `plain/${name}.cjs`),
      format: 'cjs',
      alias: STAND_INS,
      // require instead: import() in a script of one's own is an experiment of Node's, which it warns of
      supported: { 'dynamic-import': false },
      define: { 'import.meta.url': 'acgsUrl' },
      banner: { js: "const acgsUrl=require('node:url').pathToFileURL(__filename).href;" },
      plugins: ABSENT[name] === undefined ? [] : [without(ABSENT[name])],
    });
  }
}

/** Leaves modules out that are loaded late: loading one all the same fails. */
function without(absent) {
  return {
    name: 'without',
    setup(build) {
      build.onResolve({ filter: absent }, ({ path, kind }) =>
        kind === 'dynamic-import' ? { path, namespace: 'absent' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
        contents: `throw new Error(${JSON.stringify(`${path} is not part of the plain bundle`)})`,
      }));
    },
  };
}
