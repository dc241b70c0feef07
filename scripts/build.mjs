/**
 * Builds the CLI that is published: every command an entry point of its own, what they share in chunks, all libraries
 * inlined (the tarball has no dependencies), and oclif's manifest, so that starting one command loads only that command.
 * Does nothing while its inputs are those of the last build; `--force` builds all the same.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledTemplates } from './lib/compiled-templates.mjs';
import { dynamicCjs } from './lib/dynamic-cjs.mjs';
import { leftOut } from './lib/left-out.mjs';
import { root } from './lib/paths.mjs';
import { bundlePlain } from './lib/plain-bundles.mjs';
import { main, say } from './lib/say.mjs';
import { thirdPartyNotices } from './lib/third-party-notices.mjs';

const lib = join(root, 'lib');
const stampFile = join(lib, '.stamp');

/** CommonJS libraries inside an ES module bundle still expect these three names. */
const banner = [
  "import { createRequire as acgsCreateRequire } from 'node:module';",
  'const require = acgsCreateRequire(import.meta.url);',
  // not by URL: a module of the chunk may have a constant of that name
  'const __filename = import.meta.filename;',
  'const __dirname = import.meta.dirname;',
].join('\n');

function stamp() {
  const hash = createHash('sha256');
  const inputs = [
    'package.json',
    'package-lock.json',
    ...globSync(
      [
        'src/**/*',
        'templates/**/*',
        'scripts/build.mjs',
        'scripts/lib/third-party-notices.mjs',
        'scripts/lib/dynamic-cjs.mjs',
        'scripts/lib/left-out.mjs',
        'scripts/lib/compiled-templates.mjs',
        'scripts/lib/load-source.mjs',
        'scripts/lib/plain-bundles.mjs',
      ],
      {
        cwd: root,
        withFileTypes: false,
      },
    ),
  ];
  for (const file of inputs.sort()) {
    if (statSync(join(root, file)).isFile()) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

async function bundle(outdir) {
  const { build } = await import('esbuild');
  const entryPoints = globSync(['src/cli.ts', 'src/cli/help.ts', 'src/commands/**/*.ts'], {
    cwd: root,
  }).sort();
  if (entryPoints.length === 0)
    throw new Error('there is nothing to build: neither src/cli.ts nor src/commands');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outbase: 'src',
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    // an import of types only must load nothing: kept as the sources have it, `import { type … }` would
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: false } },
    banner: { js: banner },
    // optional at run time and never needed by us: oclif's support of TypeScript plugins
    external: ['typescript', 'ts-node'],
    chunkNames: 'chunks/[name]-[hash]',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    plugins: [dynamicCjs, compiledTemplates, leftOut],
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}

/** oclif's index of commands and flags: help and dispatch read it instead of importing every command. */
async function writeManifest() {
  const file = join(root, 'oclif.manifest.json');
  if (!existsSync(join(lib, 'commands'))) return 0;
  const { Plugin } = await import('@oclif/core');
  const plugin = new Plugin({
    errorOnManifestCreate: true,
    ignoreManifest: true,
    respectNoCacheDefault: true,
    root,
    type: 'core',
  });
  await plugin.load();
  writeFileSync(`${file}.draft`, `${JSON.stringify(plugin.manifest, null, 2)}\n`);
  renameSync(`${file}.draft`, file);
  return Object.keys(plugin.manifest.commands).length;
}

await main(async () => {
  const wanted = stamp();
  const current =
    existsSync(stampFile) && existsSync(join(root, 'oclif.manifest.json'))
      ? readFileSync(stampFile, 'utf8')
      : '';
  if (current === wanted && !process.argv.includes('--force')) return say('  build: up to date');
  const from = Date.now();
  const draft = join(root, `.tools/lib-${process.pid}`);
  const old = `${draft}-old`;
  try {
    const metafile = await bundle(draft);
    await bundlePlain(draft);
    writeFileSync(join(draft, 'package.json'), '{"type":"module"}\n');
    writeFileSync(join(draft, 'THIRD-PARTY-NOTICES'), thirdPartyNotices(metafile));
    if (existsSync(lib)) renameSync(lib, old);
    renameSync(draft, lib);
    const commands = await writeManifest();
    writeFileSync(stampFile, wanted);
    say(`  build: ${commands} commands in ${((Date.now() - from) / 1000).toFixed(1)} s`);
  } finally {
    for (const folder of [draft, old]) rmSync(folder, { recursive: true, force: true });
  }
});
