import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compiledTemplates } from './compiled-templates.mjs';
import { root } from './paths.mjs';

/** What commands take of oclif, from us: definitions as data, and a parser for command lines that are plainly right. */
const OCLIF = {
  '@oclif/core/command': 'src/cli/plain/command.ts',
  '@oclif/core/flags': 'src/cli/plain/flags.ts',
  '@oclif/core/args': 'src/cli/plain/args.ts',
};

/** Policy files are read by zod and YAML, which are half of the code that verifies. */
const POLICY_FILES = /\/policy-with-flags\.js$/;

/** What is special about a bundle, by its name; `absent` is what it gives way before it would load. */
const SPECIAL = {
  verify: { absent: POLICY_FILES, apart: ['execa', 're2js', 'tar-stream'] },
  'verify-blob': { absent: POLICY_FILES, apart: ['execa', 're2js'] },
  // configuration files and child processes: left out, loading takes a third of the time
  lint: {
    absent: /\/config\/(?:load|read-yaml|hadolint-file)\.js$|\/check-shell\.js$|\/(?:explain-rule|fix-files)\.js$|^execa$/,
  },
  // Schemas read acgs.yaml and the lock; what checks the answers of kits needs zod itself, and is loaded where there are any.
  kit: {
    standIns: { zod: 'src/cli/plain/zod.ts', semver: 'src/cli/plain/semver.ts' },
    notFor: /\/(?:check-answers|manifest|plain\/semver)\.ts$/,
    apart: ['zod', 'execa'],
  },
};

/** As Node wraps CommonJS modules. It is in the file, since to put it around one each time would copy all of it. */
const WRAPPER = ['(function (require, module, exports, __filename) {', '})'];

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
export async function bundlePlain(outdir, pattern = '*') {
  await bundle('src/system/cached-script.ts', join(outdir, 'plain/cached-script.cjs'));
  const libraries = new Set(Object.values(SPECIAL).flatMap(({ apart = [] }) => apart));
  for (const library of libraries) await bundle(library, join(outdir, `plain/${library}.cjs`));
  for (const entry of globSync(`src/plain/${pattern}.ts`, { cwd: root })) {
    const name = basename(entry, '.ts');
    const { absent = /^$/ } = SPECIAL[name] ?? {};
    const plugins = [standIns(SPECIAL[name]), compiledTemplates, without(absent)];
    await bundle(entry, join(outdir, `plain/${name}.cjs`), plugins, WRAPPER);
  }
}

/** @param wrapper what stands before and behind a script that src/system/cached-script.ts runs; nothing for what is required */
async function bundle(entry, outfile, plugins = [], [head, tail] = ['', '']) {
  const { build } = await import('esbuild');
  await build({
    ...shared,
    entryPoints: [entry],
    outfile,
    format: 'cjs',
    // require instead: import() in a script of one's own is an experiment of Node's, which it warns of
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'acgsUrl' },
    banner: { js: `${head}const acgsUrl=require('node:url').pathToFileURL(__filename).href;` },
    footer: { js: tail },
    plugins,
  });
}

/**
 * Puts modules of ours in the place of libraries, but for some who import them; they get the library, from a file of its own
 * where it is large and seldom loaded, since V8 looks at the length of what it runs.
 */
function standIns({ standIns: more = {}, notFor = /^$/, apart = [] } = {}) {
  return {
    name: 'stand-ins',
    setup(build) {
      for (const library of apart)
        build.onResolve({ filter: new RegExp(`^${library}$`) }, ({ importer }) =>
          more[library] === undefined || notFor.test(importer) ? { path: `./${library}.cjs`, external: true } : undefined,
        );
      for (const [library, file] of Object.entries({ ...OCLIF, ...more }))
        build.onResolve({ filter: new RegExp(`^${library}$`) }, ({ importer }) =>
          notFor.test(importer) ? undefined : { path: join(root, file) },
        );
    },
  };
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
