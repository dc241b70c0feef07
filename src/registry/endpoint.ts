import { AcgsError } from '../model/errors.js';
import { DOCKER_HUB } from '../model/reference.js';
import { isLoopback } from '../system/is-loopback.js';
import { type RegistryOptions } from './options.js';

/** Where a registry's API answers, and which schemes may be tried, in order. */
export interface Endpoint {
  /** As references name it, e.g. `docker.io`. */
  readonly registry: string;
  /** Host and port of the API, e.g. `registry-1.docker.io`. */
  readonly host: string;
  readonly schemes: readonly [Scheme, ...Scheme[]];
}

export type Scheme = 'https' | 'http';

/** Docker Hub's API lives on another host than its name says (docker/distribution, reference normalisation). */
const DOCKER_HUB_API = 'registry-1.docker.io';
const DOCKER_HUB_NAMES = new Set([DOCKER_HUB, 'index.docker.io', DOCKER_HUB_API]);

/** Whether a registry name is Docker Hub under one of its names. */
export function isDockerHub(registry: string): boolean {
  return DOCKER_HUB_NAMES.has(registry);
}

/**
 * The API address of a registry. Plain http is tried on loopback, and elsewhere after https only when allowed
 * (rules of trust 7).
 * @throws AcgsError `reference/invalid`
 */
export function endpointOf(registry: string, options: RegistryOptions = {}): Endpoint {
  const host = isDockerHub(registry) ? DOCKER_HUB_API : registry;
  let hostname: string;
  try {
    hostname = new URL(`https://${host}/`).hostname;
  } catch (error) {
    throw new AcgsError('reference/invalid', `"${registry.slice(0, 100)}" is not a registry host`, {
      cause: error,
    });
  }
  const loopback = isLoopback(hostname);
  const wantsTls = options.caCert !== undefined || options.allowInsecure === true;
  if (loopback) return { registry, host, schemes: wantsTls ? ['https', 'http'] : ['http', 'https'] };
  return { registry, host, schemes: options.allowHttp === true ? ['https', 'http'] : ['https'] };
}

/**
 * Judges an address that a registry sent us to (redirect, upload location, next page): https, or plain http where
 * plain http is allowed anyway; never from https down to http.
 * @throws AcgsError `registry/protocol`
 */
export function judgeHop(from: URL, to: URL, allowHttp: boolean): void {
  const refuse = (why: string): AcgsError =>
    new AcgsError('registry/protocol', `${from.origin} points to ${to.origin}: ${why}`, {
      next: ['check that the registry is the one you mean', 'run `acgs doctor`'],
    });
  if (to.protocol !== 'https:' && to.protocol !== 'http:') throw refuse('only http and https are spoken');
  if (to.username !== '' || to.password !== '') throw refuse('an address must not carry credentials');
  if (to.protocol === 'https:') return;
  if (from.protocol === 'https:') throw refuse('refused to go from https down to http');
  if (!isLoopback(to.hostname) && !allowHttp)
    throw refuse('plain http is allowed to this machine only, or with --allow-http-registry');
}
