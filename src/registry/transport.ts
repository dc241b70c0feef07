import { Readable } from 'node:stream';
import { AcgsError } from '../model/errors.js';
import { type HttpResponse, readBody, send, type TlsOptions } from '../system/http.js';
import { readText } from '../system/files.js';
import { withRetry } from '../system/retry.js';
import { discard } from './discard.js';
import { Authenticator } from './authenticator.js';
import { connectionCode, isWrongScheme, mayReconnect, unreachable } from './connection-failure.js';
import { type Endpoint, endpointOf, judgeHop, type Scheme } from './endpoint.js';
import { failureOf, PassingFailure } from './failure.js';
import { REDIRECTS_LIMIT, SMALL_ANSWER_LIMIT } from './limits.js';
import { type RegistryOptions } from './options.js';

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH';
  /** Path below `/v2/`, or a whole address that the registry gave (upload location, next page). */
  readonly to: string | URL;
  /** What the request is for, for messages: `GET manifest 1.0 of ghcr.io/acme/api`. */
  readonly doing: string;
  /** Token scopes, e.g. `repository:acme/api:pull`. */
  readonly scopes: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | (() => Readable);
  /** Statuses that are results; every other is thrown. */
  readonly expect: readonly number[];
  /** A long body goes one way or the other: only silence ends it, no total time. */
  readonly streams?: boolean;
  /** Tries in all; 1 for what must not be repeated by itself. */
  readonly attempts?: number;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Longest time for an exchange that does not stream, so that an answer of a byte now and then ends too. */
const SMALL_EXCHANGE_MS = 120_000;
/** A registry may think long after the last byte of a large blob (it hashes and stores it). */
const PATIENCE = 4;
/** A refused connection is tried a second time only: nobody listens, and the user waits. */
const REFUSED_ATTEMPTS = 2;

/** Sends requests to one registry: scheme, authorization, redirects, retries. Knows nothing of what it carries. */
export class RegistryTransport {
  readonly endpoint: Endpoint;
  private scheme: Scheme;
  private connection: Promise<{ tls: TlsOptions; authenticator: Authenticator }> | undefined;
  private readonly userAgent: string;
  private readonly idleMs: number;

  constructor(
    readonly registry: string,
    private readonly options: RegistryOptions = {},
  ) {
    this.endpoint = endpointOf(registry, options);
    this.scheme = this.endpoint.schemes[0];
    this.userAgent = options.userAgent ?? 'acgs';
    this.idleMs = options.idleMs ?? 30_000;
  }

  /**
   * One exchange, tried again while its failure may pass. `take` reads the answer within the try, so that a body that
   * breaks off is asked for again.
   * @throws AcgsError `registry/unreachable`, `registry/unauthorized`, `registry/not-found`, `registry/protocol`,
   *   `run/interrupted`, and whatever `take` throws
   */
  async exchange<Result>(
    request: RegistryRequest,
    take: (response: HttpResponse) => Promise<Result>,
  ): Promise<Result> {
    let refused = 0;
    const { signal } = this.options;
    const late = request.streams === true ? undefined : AbortSignal.timeout(SMALL_EXCHANGE_MS);
    const signals = [signal, late].filter((one) => one !== undefined);
    const stop = signals.length === 0 ? undefined : AbortSignal.any(signals);
    try {
      return await withRetry(async () => await take(await this.answer(request, stop)), {
        attempts: request.attempts ?? this.options.attempts ?? 5,
        ...(stop === undefined ? {} : { signal: stop }),
        judge: (error) => {
          if (error instanceof PassingFailure)
            return { again: true, ...(error.afterMs === undefined ? {} : { afterMs: error.afterMs }) };
          if (!(error instanceof AcgsError) || error.code !== 'network/failed') return { again: false };
          if (connectionCode(error) === 'ECONNREFUSED') refused += 1;
          return { again: mayReconnect(error) && refused < REFUSED_ATTEMPTS };
        },
        onRetry: (error, _attempt, waitMs) =>
          this.options.onRetry?.(error instanceof Error ? error.message : String(error), waitMs),
      });
    } catch (error) {
      if (signal?.aborted === true)
        throw new AcgsError('run/interrupted', `${request.doing} was interrupted`, { cause: error });
      if (late?.aborted === true)
        throw new AcgsError(
          'registry/unreachable',
          `${request.doing}: no complete answer within ${SMALL_EXCHANGE_MS / 1_000} s`,
          { cause: error },
        );
      if (error instanceof AcgsError && error.code === 'network/failed')
        throw unreachable(this.registry, error);
      throw error;
    }
  }

  /** Whether an address belongs to the registry itself. */
  isOwn(url: URL): boolean {
    return url.origin === this.base().origin;
  }

  /** The address that a `Location` or `Link` header of an answer means. @throws AcgsError `registry/protocol` */
  resolve(location: string | undefined, response: HttpResponse, doing: string): URL {
    try {
      const from = new URL(response.url);
      const to = new URL(location ?? '', from);
      if (location === undefined || location === '') throw new TypeError('empty');
      judgeHop(from, to, this.options.allowHttp === true);
      return to;
    } catch (error) {
      if (error instanceof AcgsError) throw error;
      throw new AcgsError('registry/protocol', `${doing}: the answer holds no usable address to go on`, {
        cause: error,
      });
    }
  }

  private base(): URL {
    return new URL(`${this.scheme}://${this.endpoint.host}/v2/`);
  }

  /** One try: authorization, redirects, and the other scheme where the first is not spoken. */
  private async answer(request: RegistryRequest, stop: AbortSignal | undefined): Promise<HttpResponse> {
    const { authenticator } = await this.connect();
    let header: string | undefined = await authenticator.header(request.scopes, this.base());
    let response = await this.reach(request, header, stop);
    if (response.status === 401 && this.isOwn(new URL(response.url))) {
      discard(response);
      header = await authenticator.learn(
        response.headers['www-authenticate'],
        request.scopes,
        this.base(),
        header,
      );
      response = await this.reach(request, header, stop);
    }
    if (request.expect.includes(response.status)) return response;
    throw await failureOf(response, request.doing, this.registry);
  }

  private async reach(
    request: RegistryRequest,
    header: string | undefined,
    stop: AbortSignal | undefined,
  ): Promise<HttpResponse> {
    const other = this.endpoint.schemes.find((scheme) => scheme !== this.scheme);
    if (this.settled || other === undefined || request.to instanceof URL)
      return await this.follow(request, header, stop);
    const first = this.scheme;
    let failure: unknown;
    try {
      const response = await this.follow(request, header, stop);
      const answer = first === 'http' && response.status === 400 ? await ifNotForTls(response) : response;
      if (answer !== undefined) {
        this.settled = true;
        return answer;
      }
    } catch (error) {
      if (!isWrongScheme(error)) throw error;
      failure = error;
    }
    this.scheme = other;
    try {
      const response = await this.follow(request, header, stop);
      this.settled = true;
      return response;
    } catch (error) {
      this.scheme = first;
      // A connection that merely broke is tried again; that the other scheme is not spoken says nothing then.
      throw failure !== undefined && mayReconnect(failure) ? failure : error;
    }
  }

  /** Whether the scheme in use has been answered. */
  private settled = false;

  /** Sends, and follows redirects; authorization goes to the registry's own origin only (rules of trust 7). */
  private async follow(
    request: RegistryRequest,
    header: string | undefined,
    stop: AbortSignal | undefined,
  ): Promise<HttpResponse> {
    const { tls } = await this.connect();
    let url = request.to instanceof URL ? request.to : new URL(request.to, this.base());
    for (let hops = 0; ; hops += 1) {
      const response = await send({
        method: request.method,
        url: url.href,
        tls,
        idleMs: request.streams === true ? this.idleMs * PATIENCE : this.idleMs,
        headers: {
          'user-agent': this.userAgent,
          ...request.headers,
          ...(header !== undefined && this.isOwn(url) ? { authorization: header } : {}),
        },
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(stop === undefined ? {} : { signal: stop }),
      });
      if (!REDIRECTS.has(response.status)) return response;
      discard(response);
      if (hops >= REDIRECTS_LIMIT)
        throw new AcgsError('registry/protocol', `${request.doing}: more than ${REDIRECTS_LIMIT} redirects`);
      const keepsMethod = response.status === 307 || response.status === 308;
      if (!keepsMethod && request.method !== 'GET' && request.method !== 'HEAD')
        throw new AcgsError(
          'registry/protocol',
          `${request.doing}: HTTP ${response.status} redirects a write to ${response.headers['location'] ?? 'nowhere'}`,
        );
      url = this.resolve(response.headers['location'], response, request.doing);
    }
  }

  private async connect(): Promise<{ tls: TlsOptions; authenticator: Authenticator }> {
    this.connection ??= (async () => {
      const { caCert, allowInsecure } = this.options;
      const tls: TlsOptions = {
        ...(allowInsecure === true ? { insecure: true } : {}),
        ...(caCert === undefined ? {} : { ca: await readText(caCert) }),
      };
      const { userAgent, idleMs } = this;
      return {
        tls,
        authenticator: new Authenticator(this.registry, this.options, { userAgent, tls, idleMs }),
      };
    })();
    return await this.connection;
  }
}

/** The answer again, unless it is that of a TLS server to plain http (Go and nginx say so in words, with 400). */
async function ifNotForTls(response: HttpResponse): Promise<HttpResponse | undefined> {
  const body = await readBody(response, SMALL_ANSWER_LIMIT);
  if (/to an? HTTPS (?:server|port)/i.test(body.toString('latin1'))) return undefined;
  return { ...response, body: Readable.from([body]) };
}
