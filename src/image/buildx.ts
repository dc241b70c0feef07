import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { dockerConfigDirectory } from '../system/docker/endpoint.js';
import { variable } from '../system/environment.js';
import { run } from '../system/exec.js';
import { findExecutable } from '../system/executables.js';
import { readTextIfPresent } from '../system/files.js';

/** How buildx is called here: an absolute path and the words before `build`. */
export interface Buildx {
  readonly path: string;
  readonly prefix: readonly string[];
  readonly version: string;
}

/** Where the docker CLI looks for plugins (docker/cli, cli-plugins/manager/manager_unix.go). */
function pluginFolders(): string[] {
  return [
    join(dockerConfigDirectory(), 'cli-plugins'),
    join(homedir(), '.docker', 'cli-plugins'),
    '/usr/local/lib/docker/cli-plugins',
    '/usr/local/libexec/docker/cli-plugins',
    '/usr/lib/docker/cli-plugins',
    '/usr/libexec/docker/cli-plugins',
  ];
}

/**
 * Finds buildx: the plugin file itself (it runs without the docker CLI, and starts faster), a `docker-buildx` on PATH,
 * or whatever `docker buildx` is.
 * @throws AcgsError `tool/missing`
 */
export async function findBuildx(): Promise<Buildx> {
  const plugin = findExecutable(
    'docker-buildx',
    [...pluginFolders(), variable('PATH') ?? ''].join(delimiter),
  );
  const docker = findExecutable('docker');
  const candidates = [
    ...(plugin === undefined ? [] : [{ path: plugin, prefix: [] }]),
    ...(docker === undefined ? [] : [{ path: docker, prefix: ['buildx'] }]),
  ];
  for (const { path, prefix } of candidates) {
    const version = await versionOf(path, prefix);
    if (version !== undefined) return { path, prefix, version };
  }
  throw new AcgsError('tool/missing', 'docker buildx is not installed', {
    next: ['install the buildx plugin: https://docs.docker.com/go/buildx/', 'run `acgs doctor`'],
  });
}

const versions = new Map<string, Promise<string | undefined>>();

/** Asked once a process for each program: several steps and services want to know. */
async function versionOf(path: string, prefix: readonly string[]): Promise<string | undefined> {
  const key = [path, ...prefix].join(' ');
  const known = versions.get(key);
  if (known !== undefined) return await known;
  const asking = run(path, [...prefix, 'version'], { reads: true, timeoutMs: 20_000 }).then(
    // `github.com/docker/buildx v0.29.1 <commit>`; distributions add their own suffixes.
    ({ exitCode, stdout }) => (exitCode === 0 ? /\bv?(\d+\.\d+[^\s]*)/.exec(stdout)?.[1] : undefined),
  );
  versions.set(key, asking);
  return await asking;
}

/**
 * The builder that `docker buildx use` made current; undefined for the engine's own. Its record says so, which is
 * quicker than asking buildx (docker/buildx, store/store.go, `current`).
 */
export async function currentBuilder(): Promise<string | undefined> {
  const chosen = variable('BUILDX_BUILDER');
  if (chosen !== undefined) return chosen;
  const folder = variable('BUILDX_CONFIG') ?? join(dockerConfigDirectory(), 'buildx');
  const text = await readTextIfPresent(join(folder, 'current'));
  if (text === undefined) return undefined;
  const name = /"Name"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  return name === undefined || name === 'default' ? undefined : name;
}

/** The driver of a builder: `docker`, `docker-container`, `kubernetes`, `remote`. @throws AcgsError `usage/invalid` */
export async function builderDriver(buildx: Buildx, builder?: string): Promise<string> {
  const args = [...buildx.prefix, 'inspect', ...(builder === undefined ? [] : ['--', builder])];
  const { exitCode, stdout, stderr } = await run(buildx.path, args, { reads: true, timeoutMs: 60_000 });
  const driver = /^Driver:\s*(\S+)/m.exec(stdout)?.[1];
  if (exitCode === 0 && driver !== undefined) return driver;
  throw new AcgsError(
    'usage/invalid',
    `the builder ${builder ?? '(current)'} cannot be used: ${stderr.trim().split('\n').at(-1) ?? ''}`,
    { next: ['see `docker buildx ls`', 'or leave out --builder'] },
  );
}
