import { AcgsError } from '../model/errors.js';
import { type TlsOptions } from '../system/agents.js';
import { type HttpRequest, type HttpResponse, send } from '../system/http.js';
import { discard } from './discard.js';
import { judgeHop } from './endpoint.js';
import { REDIRECTS_LIMIT } from './limits.js';
import { type RegistryRequest } from './registry-request.js';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** What holds for every hop of a request. */
export interface Route {
  /** Headers for an address; authorization only for the registry's own (rules of trust 7). */
  headersFor(url: URL): Readonly<Record<string, string>>;
  readonly tls: TlsOptions;
  readonly idleMs: number;
  readonly allowHttp: boolean;
  /** The wish to stop, and when the whole answer must have been read. */
  readonly until: Pick<HttpRequest, 'signal' | 'deadline'>;
}

/**
 * Sends a request and follows redirects, each judged; a write keeps its method or is refused.
 * @throws AcgsError `registry/protocol`, and those of `send`
 */
export async function sendFollowing(
  request: RegistryRequest,
  from: URL,
  route: Route,
): Promise<HttpResponse> {
  const { method, doing, body } = request;
  let url = from;
  for (let hops = 0; ; hops += 1) {
    const response = await send({
      method,
      url,
      tls: route.tls,
      idleMs: route.idleMs,
      headers: { ...request.headers, ...route.headersFor(url) },
      ...(body === undefined ? {} : { body }),
      ...route.until,
    });
    if (!REDIRECTS.has(response.status)) return response;
    discard(response);
    if (hops >= REDIRECTS_LIMIT)
      throw new AcgsError('registry/protocol', `${doing}: more than ${REDIRECTS_LIMIT} redirects`);
    const keepsMethod = response.status === 307 || response.status === 308;
    if (!keepsMethod && method !== 'GET' && method !== 'HEAD')
      throw new AcgsError(
        'registry/protocol',
        `${doing}: HTTP ${response.status} redirects a write elsewhere`,
      );
    url = resolveHop(response.headers['location'], response, doing, route.allowHttp);
  }
}

/** The address that a `Location` or `Link` header of an answer means. @throws AcgsError `registry/protocol` */
export function resolveHop(
  location: string | undefined,
  response: HttpResponse,
  doing: string,
  allowHttp: boolean,
): URL {
  if (location === undefined || location === '' || !URL.canParse(location, response.url))
    throw new AcgsError('registry/protocol', `${doing}: the answer holds no usable address to go on`);
  const to = new URL(location, response.url);
  judgeHop(new URL(response.url), to, allowHttp);
  return to;
}
