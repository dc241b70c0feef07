import { AcgsError } from '../../model/errors.js';
import { callService } from '../../system/call-service.js';
import { type Environment } from '../../system/environment.js';
import { hideSecret } from '../../system/redaction.js';
import { tokenIn } from './token-answer.js';

const SERVICE = 'the identity provider of GitHub Actions';

/** Whether the job may ask: `permissions: id-token: write`. */
export function canAskGitHub(environment: Environment): boolean {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = environment;
  return url !== undefined && url !== '' && token !== undefined && token !== '';
}

/**
 * The token of this GitHub Actions job (docs.github.com, "OpenID Connect reference", methods for requesting the OIDC token).
 * @throws AcgsError `service/*`
 */
export async function githubToken(
  environment: Environment,
  audience: string,
  signal?: AbortSignal,
): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer = '' } =
    environment;
  hideSecret(bearer);
  if (!URL.canParse(address))
    throw new AcgsError('service/invalid', 'ACTIONS_ID_TOKEN_REQUEST_URL is no address');
  const url = new URL(address);
  url.searchParams.set('audience', audience);
  const { body } = await callService({
    service: SERVICE,
    method: 'GET',
    url: url.href,
    headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
    ...(signal === undefined ? {} : { signal }),
  });
  return tokenIn(body, 'value', SERVICE);
}
