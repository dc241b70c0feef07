import { below, filesBelow, folderOf, type Project } from './project.js';
import { at } from './read-toml.js';

/** How a Python service starts. */
export interface PythonStart {
  readonly command?: readonly string[];
  /** Folder that modules are found from, relative to the service. */
  readonly sources: string;
  /** File that tells the port, relative to the top of the repository. */
  readonly entry?: string;
  readonly portVariable?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

/** Names of files in which applications usually start, best first. */
const ENTRIES = ['main.py', 'app.py', 'server.py', 'asgi.py', 'wsgi.py', '__main__.py', 'run.py'];
const ON_ALL = '0.0.0.0';

/** @param dependencies normalised names of the packages that the project lists */
export function pythonCommand(
  project: Project,
  pyproject: unknown,
  dependencies: ReadonlySet<string>,
): PythonStart {
  const files = filesBelow(project, project.folder).filter((path) => path.endsWith('.py'));
  const sources = files.some((path) => path.startsWith('src/')) ? 'src' : '';
  const entries = files
    .filter((path) => ENTRIES.includes(path.split('/').at(-1) ?? '') && path.split('/').length <= 4)
    .sort((a, b) => rank(a) - rank(b));
  const read = (path: string): string => project.text(below(project.folder, path)) ?? '';
  const start = (
    path: string,
    more: Omit<PythonStart, 'sources' | 'notes'>,
    notes: readonly string[] = [],
  ): PythonStart => ({
    sources,
    entry: below(project.folder, path),
    notes,
    ...more,
  });

  const asgi = entries.find((path) => /=\s*(?:FastAPI|Starlette|Litestar|Quart)\(/.test(read(path)));
  if (asgi !== undefined && dependencies.has('uvicorn'))
    return start(asgi, {
      command: [
        'python',
        '-m',
        'uvicorn',
        `${moduleOf(asgi, sources)}:${variable(read(asgi), 'FastAPI|Starlette|Litestar|Quart')}`,
      ],
      portVariable: 'UVICORN_PORT',
      env: { UVICORN_HOST: ON_ALL },
    });
  const wsgi = entries.find((path) => /get_wsgi_application\(\)|=\s*Flask\(/.test(read(path)));
  if (wsgi !== undefined && dependencies.has('gunicorn'))
    // gunicorn binds to 0.0.0.0:$PORT by itself (docs.gunicorn.org, settings, bind); its heartbeat files need a writable folder
    return start(wsgi, {
      command: [
        'python',
        '-m',
        'gunicorn',
        '--worker-tmp-dir',
        '/tmp',
        `${moduleOf(wsgi, sources)}:${variable(read(wsgi), 'Flask', 'application')}`,
      ],
    });
  if (wsgi !== undefined && dependencies.has('flask'))
    return start(
      wsgi,
      {
        command: ['python', '-m', 'flask', '--app', moduleOf(wsgi, sources), 'run'],
        portVariable: 'FLASK_RUN_PORT',
        env: { FLASK_RUN_HOST: ON_ALL },
      },
      ["Flask's own server is for development: add gunicorn to the dependencies and scaffold again"],
    );
  const script = onlyScript(pyproject);
  if (script !== undefined)
    return {
      sources,
      notes: [],
      command: [
        'python',
        '-c',
        `import sys; from ${script.module} import ${script.name}; sys.exit(${script.name}())`,
      ],
    };
  const [first] = entries;
  if (first === undefined) return { sources, notes: [] };
  const command = first.endsWith('/__main__.py')
    ? ['python', '-m', moduleOf(folderOf(first), sources)]
    : folderOf(first) === '' || folderOf(first) === sources
      ? ['python', first]
      : ['python', '-m', moduleOf(first, sources)];
  return start(first, { command });
}

/** Fewer folders first, then the order of {@link ENTRIES}. */
function rank(path: string): number {
  const parts = path.split('/');
  return parts.length * ENTRIES.length + ENTRIES.indexOf(parts.at(-1) ?? '');
}

function moduleOf(path: string, sources: string): string {
  const own = sources === '' ? path : path.replace(new RegExp(`^${sources}/`), '');
  return own.replace(/\.py$/, '').replaceAll('/', '.');
}

function variable(text: string, made: string, fallback = 'app'): string {
  return new RegExp(`^(\\w+)(?:\\s*:[^=\\n]+)?\\s*=\\s*(?:${made})\\(`, 'm').exec(text)?.[1] ?? fallback;
}

/** `[project.scripts]` with one entry: `package.module:function`. */
function onlyScript(pyproject: unknown): { readonly module: string; readonly name: string } | undefined {
  const scripts = Object.values((at(pyproject, 'project', 'scripts') ?? {}) as object) as unknown[];
  const [, module, name] = /^([A-Za-z_][\w.]*):([A-Za-z_]\w*)$/.exec(String(scripts[0])) ?? [];
  return scripts.length !== 1 || module === undefined || name === undefined ? undefined : { module, name };
}
