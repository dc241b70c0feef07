import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadSource } from './load-source.mjs';
import { root } from './paths.mjs';

const NAMESPACE = 'compiled-templates';
const KITS = join(root, 'templates/kits');

/**
 * esbuild plugin: kits and the templates of Dockerfiles as modules of functions and data, so that at run time no manifest is read
 * and no template parsed. They take the place of the files in src that say they are not compiled.
 */
export const compiledTemplates = {
  name: NAMESPACE,
  setup(build) {
    const replace = (filter, contents) =>
      build.onLoad({ filter }, () => ({ contents, loader: 'js', resolveDir: root }));
    replace(/src\/kits\/compiled-kits\.ts$/, `const KITS = {${names().map((name) => `${JSON.stringify(name)}: async () => (await import('compiled:kits/${name}')).kit`)}};
export const compiledKits = () => KITS;`);
    replace(/src\/actions\/scaffold\/compiled-templates\.ts$/, `export const compiledTemplates = async () => (await import('compiled:dockerfile')).templates;`);
    build.onResolve({ filter: /^compiled:/ }, ({ path }) => ({ path: path.slice('compiled:'.length), namespace: NAMESPACE }));
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }) => ({
      contents: path.startsWith('kits/') ? await kitModule(path.slice('kits/'.length)) : await templatesModule(path),
      loader: 'js',
      resolveDir: root,
    }));
  },
};

const names = () => readdirSync(KITS).sort();

/** Loaded once, when asked for. */
const source = (() => {
  const loaded = new Map();
  return (file) => loaded.get(file) ?? loaded.set(file, loadSource(join(root, 'src', file))).get(file);
})();

async function kitModule(name) {
  const { readKit } = await source('kits/read-kit.ts');
  const { manifest, templates } = await readKit(join(KITS, name));
  return `import { templates as shared } from 'compiled:shared';
export const kit = { manifest: ${JSON.stringify(manifest)}, templates: { ...shared, ${await functions(`kits/${name}/`, templates)} } };`;
}

/** The templates of a folder of templates/; kits name those that they share with its name. */
async function templatesModule(folder) {
  const { readTemplates } = await source('templating/read-templates.ts');
  const below = folder === 'shared' ? [root, 'templates'] : [root, 'templates', folder];
  const templates = await readTemplates(join(...below), folder === 'shared' ? folder : '');
  return `export const templates = { ${await functions(`${folder}/`, templates)} };`;
}

async function functions(prefix, templates) {
  const { templateCode } = await source('templating/compile-template.ts');
  const made = Object.entries(templates).map(
    ([path, text]) => `${JSON.stringify(path)}: ${templateCode(prefix + path, text)}`,
  );
  return made.join(',\n');
}
