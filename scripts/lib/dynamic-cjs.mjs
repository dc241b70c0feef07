/**
 * esbuild plugin: `await import('a CommonJS package')` gets the same names in the bundle as in Node.
 * With splitting, esbuild gives such an import its default export only; so each is led through a small ES module that
 * names the exports which Node itself finds in the package when it is built.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMESPACE = 'dynamic-cjs';

export const dynamicCjs = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async (args) => {
      if (args.kind !== 'dynamic-import' || args.path.startsWith('node:') || args.pluginData === NAMESPACE) return undefined;
      const { path, external } = await build.resolve(args.path, { kind: args.kind, resolveDir: args.resolveDir, pluginData: NAMESPACE });
      return external || !path || !isCommonJs(path) ? undefined : { path, namespace: NAMESPACE };
    });
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }) => {
      const names = Object.keys(await import(pathToFileURL(path).href)).filter(
        (name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default',
      );
      const lines = [
        `import * as whole from ${JSON.stringify(path)};`,
        'export default whole.default ?? whole;',
        ...names.map((name) => `export const ${name} = whole.${name};`),
      ];
      return { contents: lines.join('\n'), loader: 'js', resolveDir: dirname(path) };
    });
  },
};

/** As Node decides it: by extension, else by `type` of the nearest package.json. */
function isCommonJs(file) {
  if (file.endsWith('.cjs')) return true;
  if (!file.endsWith('.js')) return false;
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type !== 'module';
  }
  return true;
}
