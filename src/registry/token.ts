import { AcgsError } from '../model/errors.js';
import { type TlsOptions } from '../system/agents.js';
import { send } from '../system/http.js';
import { isLoopback } from '../system/is-loopback.js';
import { readBody } from '../system/read-body.js';
import { hideSecret } from '../system/redaction.js';
import { parseJsonObject } from './bounded-json.js';
import { type Challenge } from './challenge.js';
import { basicValue, type Credentials } from './credentials.js';
import { failureOf, unauthorized } from './failure.js';
import { SMALL_ANSWER_LIMIT } from './limits.js';

export interface TokenRequest {
  readonly challenge: Challenge;
  /** Base URL of the registry that challenged us. */
  readonly registry: URL;
  readonly scopes: readonly string[];
  readonly credentials: Credentials;
  readonly userAgent: string;
  readonly tls: TlsOptions;
  readonly idleMs: number;
  readonly signal?: AbortSignal;
}

const LINK_LOCAL = /^(?:169\.254\.|\[fe[89ab])/i;

/**
 * Checks the address of a token service before credentials go there: https, or plain http only where the registry
 * itself is spoken to in plain http and it is the same host or this machine. A registry elsewhere must not send us to
 * services of this machine or of its link (metadata services).
 * @throws AcgsError `registry/protocol`
 */
export function judgeRealm(realm: string, registry: URL): URL {
  const refuse = (why: string): AcgsError =>
    new AcgsError('registry/protocol', `${registry.host} names a token service that is refused: ${why}`, {
      next: ['check that the registry is the one you mean'],
    });
  let url: URL;
  try {
    url = new URL(realm);
  } catch (error) {
    void error;
    throw refuse('its address is not a URL');
  }
  if (url.username !== '' || url.password !== '') throw refuse('its address carries credentials');
  const sameHost = url.hostname === registry.hostname;
  const here = isLoopback(url.hostname);
  if (!sameHost && (LINK_LOCAL.test(url.hostname) || (here && !isLoopback(registry.hostname))))
    throw refuse('it lies on this machine, the registry does not');
  if (url.protocol === 'https:') return url;
  if (url.protocol !== 'http:' || registry.protocol !== 'http:' || !(sameHost || here))
    throw refuse('expected https');
  return url;
}

/**
 * Gets a bearer token (distribution, docs/spec/auth/token.md and oauth.md).
 * @throws AcgsError `registry/unauthorized`, `registry/protocol`, `registry/unreachable`
 */
export async function fetchToken(request: TokenRequest): Promise<string> {
  const { challenge, credentials, registry } = request;
  const realm = judgeRealm(challenge.parameters['realm'] ?? '', registry);
  const service = challenge.parameters['service'];
  const common = {
    tls: request.tls,
    idleMs: request.idleMs,
    reads: true,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  };
  const answer =
    credentials.kind === 'refresh'
      ? await send({
          ...common,
          method: 'POST',
          url: realm.href,
          headers: {
            'user-agent': request.userAgent,
            'content-type': 'application/x-www-form-urlencoded',
          },
          body: new URLSearchParams({
            grant_type: 'refresh_token',
            client_id: 'acgs',
            refresh_token: credentials.token,
            ...(service === undefined ? {} : { service }),
            scope: request.scopes.join(' '),
          }).toString(),
        })
      : await send({
          ...common,
          method: 'GET',
          url: withQuery(realm, service, request),
          headers: headersOf(request),
        });
  if (answer.status >= 300 && answer.status < 400) {
    answer.body.destroy();
    throw unauthorized(`the token service ${realm.host} redirects, which is not followed`, registry.host);
  }
  if (answer.status !== 200)
    throw await failureOf(answer, `token for ${request.scopes.join(' ')} from ${realm.host}`, registry.host);
  const what = `the answer of the token service ${realm.host}`;
  const document = parseJsonObject(await readBody(answer, SMALL_ANSWER_LIMIT), what);
  const token = document['token'] ?? document['access_token'];
  if (typeof token !== 'string' || token === '' || /[\r\n]/.test(token))
    throw unauthorized(`${what} holds no token`, registry.host);
  hideSecret(token);
  return token;
}

function withQuery(realm: URL, service: string | undefined, request: TokenRequest): string {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const scope of request.scopes) url.searchParams.append('scope', scope);
  if (request.credentials.kind === 'basic') url.searchParams.set('account', request.credentials.username);
  return url.href;
}

function headersOf({ credentials, userAgent }: TokenRequest): Record<string, string> {
  return {
    'user-agent': userAgent,
    ...(credentials.kind === 'basic'
      ? { authorization: `Basic ${basicValue(credentials.username, credentials.password)}` }
      : {}),
  };
}
