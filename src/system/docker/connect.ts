import { Agent as HttpsAgent } from 'node:https';
import type Dockerode from 'dockerode';
import { AcgsError, messageOf } from '../../model/errors.js';
import { isOffline } from '../door.js';
import { isLoopback } from '../is-loopback.js';
import { dialStdioAgent } from './dial-stdio.js';
import { type EngineEndpoint } from './endpoint.js';

const LONGEST_CONNECT_MS = 15_000;

/**
 * A dockerode client for exactly this endpoint. Every option is given, because dockerode would otherwise fill the gaps
 * from DOCKER_HOST by itself.
 * @throws AcgsError `engine/missing`, `network/refused` (offline)
 */
export async function connect(endpoint: EngineEndpoint): Promise<Dockerode> {
  const { default: Docker } = await import('dockerode');
  try {
    return new Docker(optionsFor(endpoint));
  } catch (error) {
    if (error instanceof AcgsError) throw error;
    throw new AcgsError(
      'engine/missing',
      `cannot use ${endpoint.host} (${endpoint.origin}): ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
}

function optionsFor(endpoint: EngineEndpoint): Dockerode.DockerOptions {
  const blank = {
    host: undefined,
    port: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
    protocol: 'http',
  };
  const { host, tls } = endpoint;
  if (host.startsWith('unix://')) return fill({ ...blank, socketPath: host.slice('unix://'.length) });
  if (host.startsWith('npipe://')) return fill({ ...blank, socketPath: host.slice('npipe://'.length) });
  if (host.startsWith('ssh://'))
    return fill({ ...blank, host: 'docker.invalid', port: 80, agent: dialStdioAgent(endpoint) });
  if (!host.startsWith('tcp://') || !URL.canParse(host))
    throw new AcgsError(
      'engine/missing',
      `expected unix://, tcp:// or ssh:// in ${endpoint.origin}, got "${host.slice(0, 100)}"`,
    );
  const url = new URL(host);
  if (isOffline() && !isLoopback(url.hostname))
    throw new AcgsError('network/refused', `--offline allows no connection to the engine at ${url.host}`);
  return fill({
    ...blank,
    host: url.hostname,
    port: Number(url.port === '' ? (tls === undefined ? 2375 : 2376) : url.port),
    pathPrefix: url.pathname === '' ? '/' : url.pathname,
    connectionTimeout: LONGEST_CONNECT_MS,
    ...(tls === undefined ? {} : { ...tlsOptions(tls), protocol: 'https' }),
  });
}

function tlsOptions(tls: NonNullable<EngineEndpoint['tls']>): Record<string, unknown> {
  const { ca, cert, key, insecure } = tls;
  return { ca, cert, key, ...(insecure ? { agent: new HttpsAgent({ rejectUnauthorized: false }) } : {}) };
}

/** dockerode's types know neither explicit absence nor the agent; both are part of its documented behaviour. */
function fill(options: Record<string, unknown>): Dockerode.DockerOptions {
  return options as Dockerode.DockerOptions;
}
