import { lookup } from 'node:dns';
import { readFileSync } from 'node:fs';
import { type Agent } from 'node:http';
import { type LookupFunction } from 'node:net';
import { AcgsError, messageOf } from '../model/errors.js';
import { isLoopback } from './is-loopback.js';
import { http, https } from './node-http.js';
import { reusedReads } from './reused-reads.js';

export interface TlsOptions {
  /** Accept any certificate: only on the user's explicit flag. */
  readonly insecure?: boolean;
  /** Additional CA certificates, PEM. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Longest silence on a socket (ms), unless a request says otherwise: sockets are made with it, so that most need not be told. */
export const IDLE_MS = 30_000;
const agents = new Map<string, Agent>();

/**
 * One keep-alive agent for each kind of connection: a new TLS handshake a request would cost more than the request.
 * @param protocol `http:` or `https:`
 * @throws AcgsError `network/failed` where SSL_CERT_FILE cannot be read
 */
export function agentFor(protocol: string, tls: TlsOptions, loopback: boolean): Agent {
  const name = `${protocol} ${loopback} ${nameOf(tls)}`;
  const known = agents.get(name);
  if (known !== undefined) return known;
  // This machine is never reached through a proxy, as in Go's net/http: plain http and --offline are allowed here only.
  const route = loopback ? { proxyEnv: {}, lookup: lookupLoopback } : { proxyEnv: process.env };
  const common = { keepAlive: true, maxSockets: 16, timeout: IDLE_MS, onread: reusedReads(), ...route };
  const agent =
    protocol === 'https:'
      ? new (https().Agent)({
          ...common,
          ca: certificateAuthorities(tls.ca),
          rejectUnauthorized: tls.insecure !== true,
          ...(tls.cert === undefined ? {} : { cert: tls.cert }),
          ...(tls.key === undefined ? {} : { key: tls.key }),
        })
      : new http.Agent(common);
  agents.set(name, agent);
  return agent;
}

const names = new WeakMap<TlsOptions, string>();

/** The same text for the same options, made once for each object: one may hold a bundle of certificates. */
function nameOf(tls: TlsOptions): string {
  const name = names.get(tls) ?? JSON.stringify(tls);
  names.set(tls, name);
  return name;
}

/** Closes idle connections, so that a process can end at once. */
export function closeConnections(): void {
  for (const agent of agents.values()) agent.destroy();
  agents.clear();
}

function certificateAuthorities(extra: string | undefined): string[] {
  const file = process.env['SSL_CERT_FILE'];
  const fromFile: string[] = [];
  if (file !== undefined && file !== '') {
    try {
      fromFile.push(readFileSync(file, 'utf8'));
    } catch (error) {
      throw new AcgsError('network/failed', `SSL_CERT_FILE ${file} cannot be read: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
  const { getCACertificates } = process.getBuiltinModule('node:tls');
  return [...getCACertificates('default'), ...fromFile, ...(extra === undefined ? [] : [extra])];
}

/** Resolves `localhost` and names under it to loopback addresses only, whatever the resolver says (RFC 6761, 6.3). */
const lookupLoopback: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return done(error, '');
    const own = addresses.filter(({ address }) => isLoopback(address));
    const first = own[0];
    if (first === undefined)
      return done(
        new Error(`${hostname} resolves to another machine (${addresses[0]?.address ?? 'nowhere'})`),
        '',
      );
    if (options.all === true) return done(null, own);
    return done(null, first.address, first.family);
  });
};
