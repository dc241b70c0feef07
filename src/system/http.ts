import { type IncomingMessage } from 'node:http';
import { type Readable } from 'node:stream';
import { AcgsError, messageOf } from '../model/errors.js';
import { agentFor, IDLE_MS, type TlsOptions } from './agents.js';
import { isOffline, passDoor } from './door.js';
import { endRequestBy } from './end-request.js';
import { isLoopback } from './is-loopback.js';
import { http, https } from './node-http.js';
import { redact } from './redaction.js';
import { sendBody } from './send-body.js';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** A function gives the bytes from the start, for each try; a piece is not looked at once the next is asked for. */
  readonly body?: Uint8Array | string | (() => AsyncIterable<Uint8Array>);
  /** Longest silence on the socket, default 30 s. */
  readonly idleMs?: number;
  readonly signal?: AbortSignal;
  /** When the answer must have been read to its end, on the clock of `monotonic()`; default never. */
  readonly deadline?: number;
  readonly tls?: TlsOptions;
  /** The request changes nothing on the other side although it is no GET or HEAD (e.g. a token exchange). */
  readonly reads?: boolean;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Must be read or destroyed. */
  readonly body: Readable;
  /** Where the answer came from: redirects are never followed here. */
  readonly url: string;
}

const NO_TLS: TlsOptions = {};

/**
 * Sends one request and returns the answer, whatever its status; redirects are the caller's to judge.
 * @throws AcgsError `network/refused` (offline), `network/failed` (no answer), `run/interrupted`
 */
export async function send(request: HttpRequest): Promise<HttpResponse> {
  const { method, body, idleMs = IDLE_MS, signal } = request;
  const url = addressOf(request.url);
  const shown = (): string => redact(`${method} ${url.origin}${url.pathname}`);
  const loopback = isLoopback(url.hostname);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new AcgsError('network/refused', `${shown()}: only http and https are spoken`);
  if (!loopback && isOffline())
    throw new AcgsError('network/refused', `${shown()}: --offline allows no connection but to this machine`);
  const mutates = request.reads !== true && method !== 'GET' && method !== 'HEAD';
  passDoor({
    kind: 'http',
    mutates,
    get detail() {
      return shown();
    },
  });
  const agent = agentFor(url.protocol, request.tls ?? NO_TLS, loopback);
  return await new Promise<HttpResponse>((resolve, reject) => {
    const module = url.protocol === 'https:' ? https() : http;
    const outgoing = module.request(url, { method, agent, timeout: idleMs, headers: headersOf(request) });
    outgoing.on('response', (incoming) => {
      resolve({
        status: incoming.statusCode ?? 0,
        headers: headersIn(incoming),
        body: incoming,
        url: url.href,
      });
      // An answer may come before all was sent (401, 413): once it is read, nobody takes the rest.
      if (typeof body === 'function')
        incoming.on('end', () => {
          if (!outgoing.writableFinished) outgoing.destroy();
        });
    });
    outgoing.on('timeout', () => {
      outgoing.destroy(new Error(`no data for ${Math.round(idleMs / 1000)} s`));
    });
    outgoing.on('error', (error: unknown) => {
      if (error instanceof AcgsError) return reject(error);
      reject(
        signal?.aborted === true
          ? new AcgsError('run/interrupted', `${shown()} was interrupted`, { cause: error })
          : new AcgsError('network/failed', `${shown()}: ${redact(messageOf(error))}`, { cause: error }),
      );
    });
    endRequestBy(outgoing, request);
    if (typeof body === 'function') void sendBody(body(), outgoing);
    else outgoing.end(body);
  });
}

function addressOf(text: string | URL): URL {
  const url = typeof text === 'string' ? URL.parse(text) : text;
  if (url !== null) return url;
  throw new AcgsError('network/failed', `"${redact(String(text).slice(0, 200))}" is not an address`);
}

function headersOf({ body, headers }: HttpRequest): Record<string, string> {
  const isWhole = body instanceof Uint8Array || typeof body === 'string';
  return {
    'user-agent': 'acgs',
    ...(isWhole ? { 'content-length': String(Buffer.byteLength(body)) } : {}),
    ...headers,
  };
}

function headersIn(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return headers;
}
