import { AcgsError, messageOf } from '../model/errors.js';
import { type TlsOptions } from '../system/agents.js';
import { monotonic } from '../system/clock.js';
import { type HttpResponse } from '../system/http.js';
import { withRetry } from '../system/retry.js';
import { Authenticator } from './authenticator.js';
import { unreachable } from './unreachable.js';
import { discard } from './discard.js';
import { failureOf } from './failure.js';
import { type RegistryOptions } from './options.js';
import { resolveHop, type Route, sendFollowing } from './redirects.js';
import { RegistryHost } from './registry-host.js';
import { type RegistryRequest } from './registry-request.js';
import { judgeOfOneRequest } from './retry-judgement.js';

/** Longest time for one try that does not stream, so that an answer of a byte now and then ends too. */
const EXCHANGE_MS = 120_000;
/** A registry may think long after the last byte of a large blob: it hashes and stores it. */
const PATIENCE = 4;
const IDLE_MS = 30_000;

/** Sends requests to one registry: scheme, authorization, redirects, retries. Knows nothing of what it carries. */
export class RegistryTransport {
  private readonly host: RegistryHost;
  private readonly allowHttp: boolean;
  private readonly idleMs: number;
  private readonly userAgent: string;
  private connection: Promise<{ tls: TlsOptions; authenticator: Authenticator }> | undefined;

  /** @throws AcgsError `reference/invalid` */
  constructor(
    readonly registry: string,
    private readonly options: RegistryOptions = {},
  ) {
    this.host = RegistryHost.of(registry, options);
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
    return url.origin === this.host.scheme.base().origin;
  }

  /** The address that a `Location` or `Link` header of an answer means. @throws AcgsError `registry/protocol` */
  resolve(location: string | undefined, response: HttpResponse, doing: string): URL {
    return resolveHop(location, response, doing, this.allowHttp);
  }

  private async attempt<Result>(
    request: RegistryRequest,
    take: (response: HttpResponse) => Promise<Result>,
  ): Promise<Result> {
    const { signal, exchangeMs = EXCHANGE_MS } = this.options;
    const deadline = request.streams === true ? undefined : monotonic() + exchangeMs;
    const until = {
      ...(signal === undefined ? {} : { signal }),
      ...(deadline === undefined ? {} : { deadline }),
    };
    try {
      return await take(await this.answer(request, until));
    } catch (error) {
      if (deadline === undefined || monotonic() < deadline || signal?.aborted === true) throw error;
      const why = `${request.doing}: no complete answer within ${exchangeMs / 1_000} s`;
      throw new AcgsError('registry/unreachable', why, { cause: error });
    }
  }

  /** The answer to a request, after a challenge if there is one. */
  private async answer(request: RegistryRequest, until: Route['until']): Promise<HttpResponse> {
    const { tls, authenticator } = await this.connect();
    const idleMs = request.streams === true ? this.idleMs * PATIENCE : this.idleMs;
    const { scheme } = this.host;
    const ask = async (authorization: string | undefined): Promise<HttpResponse> => {
      const sendTo = async (base: URL): Promise<HttpResponse> => {
        const headersFor: Route['headersFor'] = (url) => ({
          'user-agent': this.userAgent,
          ...(authorization !== undefined && url.origin === base.origin ? { authorization } : {}),
        });
        const route: Route = { headersFor, tls, idleMs, allowHttp: this.allowHttp, until };
        return await sendFollowing(request, new URL(request.to, base), route);
      };
      return request.to instanceof URL ? await sendTo(scheme.base()) : await scheme.send(sendTo);
    };
    const known = await authenticator.header(request.scopes, scheme.base());
    let response = await ask(known);
    if (response.status === 401 && this.isOwn(new URL(response.url))) {
      discard(response);
      const challenge = response.headers['www-authenticate'];
      response = await ask(await authenticator.learn(challenge, request.scopes, scheme.base(), known));
    }
    if (request.expect.includes(response.status)) return response;
    throw await failureOf(response, request.doing, this.registry);
  }

  private async connect(): Promise<{ tls: TlsOptions; authenticator: Authenticator }> {
    this.connection ??= (async () => {
      const { registry, host, options, userAgent, idleMs } = this;
      const tls = await host.tls();
      return { tls, authenticator: new Authenticator(registry, host, options, { userAgent, tls, idleMs }) };
    })();
    return await this.connection;
  }
}
