import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AcgsError, messageOf } from '../../model/errors.js';
import { variable } from '../environment.js';
import { readTextIfPresent } from '../files.js';

/** TLS material of an engine that is reached over TCP, PEM. */
export interface EngineTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** `SkipTLSVerify` of a context, or DOCKER_TLS without DOCKER_TLS_VERIFY. */
  readonly insecure: boolean;
}

/** Where the engine answers, and who said so. */
export interface EngineEndpoint {
  /** `unix://…`, `tcp://…`, `ssh://…` or `npipe://…`. */
  readonly host: string;
  /** For messages: `DOCKER_HOST`, `context "desktop-linux"`, `the default socket`. */
  readonly origin: string;
  readonly tls?: EngineTls;
}

const DEFAULT_HOST =
  process.platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock';
const CONFIG_LIMIT = 4 * 1024 * 1024;

/** The docker CLI's own folder. */
export function dockerConfigDirectory(): string {
  return variable('DOCKER_CONFIG') ?? join(homedir(), '.docker');
}

/**
 * Finds the engine as the docker CLI does: DOCKER_HOST, DOCKER_CONTEXT, the current context of config.json, the default
 * socket (docker/cli, cli/command/cli.go, `resolveContextName`).
 * @throws AcgsError `engine/missing` for a context that does not exist or cannot be read
 */
export async function engineEndpoint(): Promise<EngineEndpoint> {
  const host = variable('DOCKER_HOST');
  if (host !== undefined) return await fromEnvironment(normalHost(host), 'DOCKER_HOST');
  const context = variable('DOCKER_CONTEXT') ?? (await currentContext());
  if (context !== undefined && context !== 'default') return await fromContext(context);
  return await fromEnvironment(DEFAULT_HOST, 'the default socket');
}

/** `localhost:2375` means `tcp://localhost:2375` to the docker CLI too. */
function normalHost(host: string): string {
  return host.includes('://') ? host : `tcp://${host}`;
}

async function fromEnvironment(host: string, origin: string): Promise<EngineEndpoint> {
  const verify = variable('DOCKER_TLS_VERIFY') !== undefined;
  if (!host.startsWith('tcp://') || !(verify || variable('DOCKER_TLS') !== undefined))
    return { host, origin };
  const folder = variable('DOCKER_CERT_PATH') ?? dockerConfigDirectory();
  return { host, origin, tls: await tlsFrom(folder, !verify) };
}

async function currentContext(): Promise<string | undefined> {
  const file = join(dockerConfigDirectory(), 'config.json');
  const text = await readTextIfPresent(file);
  if (text === undefined) return undefined;
  const name = field(parse(text, file), 'currentContext');
  return typeof name === 'string' && name !== '' ? name : undefined;
}

async function fromContext(name: string): Promise<EngineEndpoint> {
  const id = createHash('sha256').update(name).digest('hex');
  const store = join(dockerConfigDirectory(), 'contexts');
  const file = join(store, 'meta', id, 'meta.json');
  const text = await readTextIfPresent(file);
  if (text === undefined)
    throw new AcgsError('engine/missing', `the docker context "${name.slice(0, 100)}" does not exist`, {
      next: ['see `docker context ls`, then `docker context use NAME`', 'or set DOCKER_HOST'],
    });
  const docker = field(field(parse(text, file), 'Endpoints'), 'docker');
  const host = field(docker, 'Host');
  if (typeof host !== 'string' || host === '')
    throw new AcgsError('engine/missing', `the docker context "${name}" names no docker endpoint`, {
      next: ['see `docker context inspect`', 'or set DOCKER_HOST'],
    });
  const origin = `context "${name}"`;
  if (!host.startsWith('tcp://')) return { host, origin };
  const tls = await tlsFrom(join(store, 'tls', id, 'docker'), field(docker, 'SkipTLSVerify') === true);
  const hasTls = tls.ca !== undefined || tls.cert !== undefined || tls.insecure;
  return hasTls ? { host, origin, tls } : { host, origin };
}

async function tlsFrom(folder: string, insecure: boolean): Promise<EngineTls> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readTextIfPresent(join(folder, name))),
  );
  return {
    insecure,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function parse(text: string, file: string): unknown {
  try {
    if (text.length > CONFIG_LIMIT) throw new Error('larger than any docker configuration');
    return JSON.parse(text);
  } catch (error) {
    throw new AcgsError('engine/missing', `cannot read ${file}: ${messageOf(error)}`, {
      cause: error,
      next: ['repair that file', 'or set DOCKER_HOST'],
    });
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
