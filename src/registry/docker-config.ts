import { join } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { variable } from '../system/environment.js';
import { readTextIfPresent } from '../system/files.js';
import { isObject, type JsonObject, parseJsonObject } from './bounded-json.js';
import { isDockerHub } from './endpoint.js';
import { type Credentials } from './credentials.js';

/** A docker (or podman) credential file. */
export interface DockerConfig {
  readonly path: string;
  readonly content: JsonObject;
}

/** What a configuration knows of one registry. */
export interface ConfigEntry {
  /** Name of the `docker-credential-<name>` executable to ask. */
  readonly helper?: string;
  /** What to ask it for. */
  readonly server: string;
  readonly inline?: Credentials;
}

/** Docker Hub's key since the days of its first API (docker/cli, cli/config/types). */
const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';
/** Paths that docker itself has put behind a host in its keys. */
const BARE_PATHS = new Set(['', '/', '/v1', '/v1/', '/v2', '/v2/']);

/**
 * Docker's configuration (DOCKER_CONFIG or ~/.docker), then podman's (REGISTRY_AUTH_FILE or the runtime folder).
 * @throws AcgsError `evidence/invalid` as `registry/unauthorized` when one is not JSON
 */
export async function readDockerConfigs(): Promise<DockerConfig[]> {
  const home = variable('HOME');
  const folder = variable('DOCKER_CONFIG') ?? (home === undefined ? undefined : join(home, '.docker'));
  const runtime = variable('XDG_RUNTIME_DIR');
  const paths = [
    folder === undefined ? undefined : join(folder, 'config.json'),
    variable('REGISTRY_AUTH_FILE'),
    runtime === undefined ? undefined : join(runtime, 'containers', 'auth.json'),
  ];
  const configs: DockerConfig[] = [];
  for (const path of paths) {
    if (path === undefined) continue;
    const text = await readTextIfPresent(path);
    if (text === undefined || text.trim() === '') continue;
    try {
      configs.push({ path, content: parseJsonObject(Buffer.from(text), path) });
    } catch (error) {
      throw new AcgsError('registry/unauthorized', `${path} is not valid JSON`, {
        cause: error,
        next: ['repair or remove that file, then run `docker login`'],
      });
    }
  }
  return configs;
}

/** Finds a registry in a configuration, in docker's order: its own helper, the store, then what the file itself holds. */
export function findInDockerConfig(config: DockerConfig, registry: string): ConfigEntry {
  const { auths, credHelpers, credsStore } = config.content;
  const server = isDockerHub(registry) ? DOCKER_HUB_KEY : registry;
  const ownHelper = entryFor(credHelpers, registry);
  const helper = typeof ownHelper === 'string' ? ownHelper : credsStore;
  const inline = readInline(entryFor(auths, registry));
  return {
    server,
    ...(typeof helper === 'string' && helper !== '' ? { helper } : {}),
    ...(inline === undefined ? {} : { inline }),
  };
}

function entryFor(map: unknown, registry: string): unknown {
  if (!isObject(map)) return undefined;
  return Object.entries(map).find(([key]) => isKeyOf(key, registry))?.[1];
}

/** Whether a key of the configuration names exactly this registry: `ghcr.io`, `https://ghcr.io`, `https://ghcr.io/v2/`. */
export function isKeyOf(key: string, registry: string): boolean {
  const bare = key.replace(/^https?:\/\//, '');
  const slash = bare.indexOf('/');
  const host = slash < 0 ? bare : bare.slice(0, slash);
  if (!BARE_PATHS.has(slash < 0 ? '' : bare.slice(slash))) return false;
  return isDockerHub(registry) ? isDockerHub(host) : host === registry;
}

function readInline(entry: unknown): Credentials | undefined {
  if (!isObject(entry)) return undefined;
  const { auth, identitytoken, registrytoken, username, password } = entry;
  if (typeof registrytoken === 'string' && registrytoken !== '')
    return { kind: 'bearer', token: registrytoken };
  if (typeof identitytoken === 'string' && identitytoken !== '')
    return { kind: 'refresh', token: identitytoken };
  if (typeof auth === 'string' && auth !== '') {
    const decoded = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
    const colon = decoded.indexOf(':');
    if (colon > 0)
      return { kind: 'basic', username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
  }
  if (typeof username === 'string' && username !== '' && typeof password === 'string')
    return { kind: 'basic', username, password };
  return undefined;
}
