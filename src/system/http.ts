import { lookup } from 'node:dns';
import { type Agent } from 'node:http';
import * as https from 'node:https';
import { readFileSync } from 'node:fs';
import { type Readable } from 'node:stream';
import { type LookupFunction } from 'node:net';
import { getCACertificates } from 'node:tls';
import { AcgsError, messageOf } from '../model/errors.js';
import { isOffline, passDoor } from './door.js';
import { http } from './node-http.js';
import { redact } from './redaction.js';
import { sendBody } from './send-body.js';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A function gives the bytes from the start, for each try; a piece is not looked at once the next is asked for. */
  readonly body?: Uint8Array | string | (() => AsyncIterable<Uint8Array>);
  /** Longest silence on the socket, default 30 s. */
  readonly idleMs?: number;
  readonly signal?: AbortSignal;
  readonly tls?: TlsOptions;
  /** The request changes nothing on the other side although it is no GET or HEAD (e.g. a token exchange). */
  readonly reads?: boolean;
}

export interface TlsOptions {
  /** Accept any certificate: only on the user's explicit flag. */
  readonly insecure?: boolean;
  /** Additional CA certificates, PEM. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Must be read or destroyed. */
  readonly body: Readable;
  /** Where the answer came from: redirects are never followed here. */
  readonly url: string;
}

const IDLE_MS = 30_000;
const agents = new Map<string, Agent | https.Agent>();

/** Whether a host name is this machine itself. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    /^127(?:\.\d{1,3}){3}$/.test(host)
  );
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
  return [...getCACertificates('default'), ...fromFile, ...(extra === undefined ? [] : [extra])];
}

/** One keep-alive agent for each kind of connection: a new TLS handshake a request would cost more than the request. */
function agentFor(protocol: string, tls: TlsOptions, loopback: boolean): Agent | https.Agent {
  const name = JSON.stringify([protocol, tls, loopback]);
  const known = agents.get(name);
  if (known !== undefined) return known;
  // This machine is never reached through a proxy, as in Go's net/http: plain http and --offline are allowed here only.
  const route = loopback ? { proxyEnv: {}, lookup: lookupLoopback } : { proxyEnv: process.env };
  const common = { keepAlive: true, maxSockets: 16, ...route };
  const agent =
    protocol === 'https:'
      ? new https.Agent({
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

/**
 * Sends one request and returns the answer, whatever its status; redirects are the caller's to judge.
 * @throws AcgsError `network/refused` (offline), `network/failed` (no answer), `run/interrupted`
 */
export async function send(request: HttpRequest): Promise<HttpResponse> {
  if (!URL.canParse(request.url))
    throw new AcgsError('network/failed', `"${redact(request.url.slice(0, 200))}" is not an address`);
  const url = new URL(request.url);
  const shown = `${request.method} ${url.origin}${url.pathname}`;
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new AcgsError('network/refused', `${redact(shown)}: only http and https are spoken`);
  if (isOffline() && !isLoopback(url.hostname))
    throw new AcgsError(
      'network/refused',
      `${redact(shown)}: --offline allows no connection but to this machine`,
    );
  const reads = request.reads === true || request.method === 'GET' || request.method === 'HEAD';
  passDoor({ kind: 'http', detail: redact(shown), mutates: !reads });
  const agent = agentFor(url.protocol, request.tls ?? {}, isLoopback(url.hostname));
  const { body } = request;
  return await new Promise<HttpResponse>((resolve, reject) => {
    const fail = (error: unknown): void => {
      if (error instanceof AcgsError) return reject(error);
      reject(
        request.signal?.aborted === true
          ? new AcgsError('run/interrupted', `${redact(shown)} was interrupted`, { cause: error })
          : new AcgsError('network/failed', `${redact(shown)}: ${redact(messageOf(error))}`, {
              cause: error,
            }),
      );
    };
    const module = url.protocol === 'https:' ? https : http;
    const outgoing = module.request(
      url,
      {
        method: request.method,
        agent,
        headers: {
          'user-agent': 'acgs',
          ...(body instanceof Uint8Array || typeof body === 'string'
            ? { 'content-length': String(Buffer.byteLength(body)) }
            : {}),
          ...request.headers,
        },
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      },
      (incoming) => {
        const headers: Record<string, string> = {};
        for (const [name, value] of Object.entries(incoming.headers))
          headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
        resolve({ status: incoming.statusCode ?? 0, headers, body: incoming, url: request.url });
      },
    );
    outgoing.setTimeout(request.idleMs ?? IDLE_MS, () => {
      outgoing.destroy(new Error(`no data for ${Math.round((request.idleMs ?? IDLE_MS) / 1000)} s`));
    });
    outgoing.on('error', fail);
    if (typeof body === 'function') {
      // An answer may come before all was sent (401, 413): once it is read, nobody takes the rest.
      outgoing.on('response', (incoming) =>
        incoming.on('end', () => {
          if (!outgoing.writableFinished) outgoing.destroy();
        }),
      );
      void sendBody(body(), outgoing);
    } else outgoing.end(body);
  });
}

/**
 * Reads a whole body of at most `limit` bytes.
 * @throws AcgsError `evidence/too-large` past the limit, `network/failed` if it ends early
 */
export async function readBody(response: HttpResponse, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) {
        response.body.destroy();
        throw new AcgsError(
          'evidence/too-large',
          `${redact(response.url)} answered more than the ${limit} bytes allowed`,
        );
      }
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof AcgsError) throw error;
    throw new AcgsError(
      'network/failed',
      `${redact(response.url)}: the answer broke off: ${messageOf(error)}`,
      { cause: error },
    );
  }
  const announced = response.headers['content-length'];
  if (
    announced !== undefined &&
    response.headers['content-encoding'] === undefined &&
    Number(announced) !== size &&
    response.status !== 304
  )
    throw new AcgsError(
      'network/failed',
      `${redact(response.url)}: the answer broke off after ${size} of ${announced} bytes`,
    );
  return Buffer.concat(chunks);
}

/** Closes idle connections, so that a process can end at once. */
export function closeConnections(): void {
  for (const agent of agents.values()) agent.destroy();
  agents.clear();
}
