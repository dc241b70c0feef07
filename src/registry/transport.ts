import { AcgsError, messageOf } from '../model/errors.js';
import { readText } from '../system/files.js';
import { type HttpResponse, type TlsOptions } from '../system/http.js';
import { withRetry } from '../system/retry.js';
import { Authenticator } from './authenticator.js';
import { unreachable } from './unreachable.js';
import { discard } from './discard.js';
import { endpointOf } from './endpoint.js';
import { failureOf } from './failure.js';
import { type RegistryOptions } from './options.js';
import { resolveHop, type Route, sendFollowing } from './redirects.js';
import { type RegistryRequest } from './registry-request.js';
import { judgeOfOneRequest } from './retry-judgement.js';
import { SchemeChoice } from './scheme-choice.js';

/** Longest time for one try that does not stream, so that an answer of a byte now and then ends too. */
const SMALL_EXCHANGE_MS = 120_000;
/** A registry may think long after the last byte of a large blob: it hashes and stores it. */
const PATIENCE = 4;
const IDLE_MS = 30_000;

/** Sends requests to one registry: scheme, authorization, redirects, retries. Knows nothing of what it carries. */
export class RegistryTransport {
  private readonly scheme: SchemeChoice;
  private readonly allowHttp: boolean;
  private readonly idleMs: number;
  private readonly userAgent: string;
  private connection: Promise<{ tls: TlsOptions; authenticator: Authenticator }> | undefined;

  /** @throws AcgsError `reference/invalid` */
  constructor(
    readonly registry: string,
    private readonly options: RegistryOptions = {},
  ) {
    this.scheme = new SchemeChoice(endpointOf(registry, options));
    this.allowHttp = options.allowHttp === true;
    this.userAgent = options.userAgent ?? 'acgs';
    this.idleMs = options.idleMs ?? IDLE_MS;
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
    const { signal, attempts = 5, onRetry } = this.options;
    try {
      return await withRetry(async () => await this.attempt(request, take), {
        attempts: request.attempts ?? attempts,
        ...(signal === undefined ? {} : { signal }),
        judge: judgeOfOneRequest(),
        onRetry: (error, _attempt, waitMs) => onRetry?.(messageOf(error), waitMs),
      });
    } catch (error) {
      if (signal?.aborted === true)
        throw new AcgsError('run/interrupted', `${request.doing} was interrupted`, { cause: error });
      if (error instanceof AcgsError && error.code === 'network/failed')
        throw unreachable(this.registry, error);
      throw error;
    }
  }

  /** Whether an address belongs to the registry itself. */
  isOwn(url: URL): boolean {
    return url.origin === this.scheme.base().origin;
  }

  /** The address that a `Location` or `Link` header of an answer means. @throws AcgsError `registry/protocol` */
  resolve(location: string | undefined, response: HttpResponse, doing: string): URL {
    return resolveHop(location, response, doing, this.allowHttp);
  }

  private async attempt<Result>(
    request: RegistryRequest,
    take: (response: HttpResponse) => Promise<Result>,
  ): Promise<Result> {
    const late = request.streams === true ? undefined : AbortSignal.timeout(SMALL_EXCHANGE_MS);
    const signals = [this.options.signal, late].filter((one) => one !== undefined);
    try {
      return await take(
        await this.answer(request, signals.length === 0 ? undefined : AbortSignal.any(signals)),
      );
    } catch (error) {
      if (late?.aborted !== true || this.options.signal?.aborted === true) throw error;
      const why = `${request.doing}: no complete answer within ${SMALL_EXCHANGE_MS / 1_000} s`;
      throw new AcgsError('registry/unreachable', why, { cause: error });
    }
  }

  /** The answer to a request, after a challenge if there is one. */
  private async answer(request: RegistryRequest, signal: AbortSignal | undefined): Promise<HttpResponse> {
    const { tls, authenticator } = await this.connect();
    const idleMs = request.streams === true ? this.idleMs * PATIENCE : this.idleMs;
    const ask = async (authorization: string | undefined): Promise<HttpResponse> => {
      const headersFor: Route['headersFor'] = (url) => ({
        'user-agent': this.userAgent,
        ...(authorization !== undefined && this.isOwn(url) ? { authorization } : {}),
      });
      const route: Route = { headersFor, tls, idleMs, allowHttp: this.allowHttp, signal };
      const { to } = request;
      if (to instanceof URL) return await sendFollowing(request, to, route);
      return await this.scheme.send(
        async () => await sendFollowing(request, new URL(to, this.scheme.base()), route),
      );
    };
    const known = await authenticator.header(request.scopes, this.scheme.base());
    let response = await ask(known);
    if (response.status === 401 && this.isOwn(new URL(response.url))) {
      discard(response);
      const challenge = response.headers['www-authenticate'];
      response = await ask(await authenticator.learn(challenge, request.scopes, this.scheme.base(), known));
    }
    if (request.expect.includes(response.status)) return response;
    throw await failureOf(response, request.doing, this.registry);
  }

  private async connect(): Promise<{ tls: TlsOptions; authenticator: Authenticator }> {
    this.connection ??= (async () => {
      const { caCert, allowInsecure } = this.options;
      const tls: TlsOptions = {
        ...(allowInsecure === true ? { insecure: true } : {}),
        ...(caCert === undefined ? {} : { ca: await readText(caCert) }),
      };
      const { userAgent, idleMs } = this;
      const authenticator = new Authenticator(this.registry, this.options, { userAgent, tls, idleMs });
      return { tls, authenticator };
    })();
    return await this.connection;
  }
}
