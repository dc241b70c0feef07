import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * What the plain way of `acgs dockerfile lint` never asks for (src/cli/lint/plain-lint.ts gives way to the ordinary one
 * before): configuration files and child processes. Left out, loading takes a third of the time.
 */
const ABSENT = /\/config\/(?:load|read-yaml|hadolint-file)\.js$|\/check-shell\.js$|\/(?:explain-rule|fix-files)\.js$|^execa$/;

const withoutAbsent = {
  name: 'without-absent',
  setup(build) {
    build.onResolve({ filter: ABSENT }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, namespace: 'absent' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is not part of the plain lint bundle`)})`,
    }));
  },
};

/**
 * Builds lib/lint/plain.cjs, which bin/run.js runs from a code cache, and the module that does so. CommonJS, because only
 * classic scripts can be given a code cache of one's own.
 * @returns esbuild's list of what is in it
 */
export async function bundlePlainLint(outdir) {
  const { build } = await import('esbuild');
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
  await build({
    ...shared,
    entryPoints: ['src/system/cached-script.ts'],
    outfile: join(outdir, 'lint/cached-script.js'),
    format: 'esm',
  });
  const { metafile } = await build({
    ...shared,
    entryPoints: ['src/cli/lint/plain-lint.ts'],
    outfile: join(outdir, 'lint/plain.cjs'),
    format: 'cjs',
    define: { 'import.meta.url': 'acgsUrl' },
    banner: { js: "const acgsUrl=require('node:url').pathToFileURL(__filename).href;" },
    plugins: [withoutAbsent],
    metafile: true,
  });
  return metafile;
}
