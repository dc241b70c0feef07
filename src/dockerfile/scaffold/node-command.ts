import { below, holds, type Project } from './project.js';
import { readJson } from './read-json.js';
import { at, textAt } from './read-toml.js';

export interface NodeStart {
  readonly command?: readonly string[];
  /** File that tells the port, relative to the top of the repository. */
  readonly entry?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const ENTRIES = [
  'server.js',
  'index.js',
  'app.js',
  'main.js',
  'server.mjs',
  'index.mjs',
  'src/index.js',
  'src/server.js',
];
const BUN_ENTRIES = ['index.ts', 'server.ts', 'src/index.ts', 'src/server.ts', ...ENTRIES];

/** Where frameworks put what `build` makes. */
const OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  next: ['.next'],
  nuxt: ['.output'],
  '@sveltejs/kit': ['build'],
  '@remix-run/serve': ['build'],
  '@react-router/serve': ['build'],
};

/** `scripts.build`, and the folders that it makes. */
export function nodeBuild(
  project: Project,
  manifest: unknown,
): { readonly script: string; readonly outputs: readonly string[] } | undefined {
  if (textAt(manifest, 'scripts', 'build') === undefined) return undefined;
  const framework = Object.keys(OUTPUTS).find((name) => isDependency(manifest, name));
  const outDir = textAt(
    readJson(project.text(below(project.folder, 'tsconfig.json'))?.replaceAll(/^\s*\/\/.*$/gm, '')),
    'compilerOptions',
    'outDir',
  );
  const outputs =
    framework === undefined ? [outDir?.replaceAll(/^\.\/|\/+$/g, '') ?? 'dist'] : OUTPUTS[framework];
  return { script: 'build', outputs: outputs ?? [] };
}

/** How the service starts: its `start` script where that is one plain command, else its main file. */
export function nodeCommand(
  project: Project,
  manifest: unknown,
  isBun: boolean,
  outputs: readonly string[],
): NodeStart {
  if (isDependency(manifest, 'next'))
    return {
      command: ['node', 'node_modules/next/dist/bin/next', 'start'],
      env: { HOSTNAME: '0.0.0.0', NEXT_TELEMETRY_DISABLED: '1' },
    };
  const isThere = (path: string): boolean =>
    holds(project, project.folder, path) || outputs.some((output) => path.startsWith(`${output}/`));
  const program = isBun ? 'bun' : 'node';
  const script =
    /^(?:NODE_ENV=production +)?(?:node|bun(?: run)?) +((?:--[\w=./-]+ +)*)(?:\.\/)?([\w./-]+)$/.exec(
      textAt(manifest, 'scripts', 'start')?.trim() ?? '',
    );
  const [, flags = '', file] = script ?? [];
  const named = file === undefined || isThere(file) ? file : [`${file}.js`, `${file}/index.js`].find(isThere);
  const main = textAt(manifest, 'main')?.replace(/^\.\//, '');
  const path =
    named ?? (main !== undefined && isThere(main) ? main : (isBun ? BUN_ENTRIES : ENTRIES).find(isThere));
  if (path === undefined) return {};
  return {
    command: [program, ...flags.split(' ').filter(Boolean), path],
    entry: below(project.folder, sourceOf(project, path, outputs)),
  };
}

/** `dist/server.js` is made from `src/server.ts`, or `server.ts`. */
function sourceOf(project: Project, path: string, outputs: readonly string[]): string {
  const output = outputs.find((each) => path.startsWith(`${each}/`));
  if (output === undefined) return path;
  const own = path.slice(output.length + 1).replace(/\.[cm]?js$/, '');
  return (
    [`src/${own}.ts`, `${own}.ts`, `src/${own}.js`].find((each) => holds(project, project.folder, each)) ??
    path
  );
}

function isDependency(manifest: unknown, name: string): boolean {
  return at(manifest, 'dependencies', name) !== undefined;
}
