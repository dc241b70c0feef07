import { asRecord, parseBoundedJson } from '../../../model/bounded-json.js';
import { AcgsError } from '../../../model/errors.js';
import { callService } from '../../../system/call-service.js';

/** Where people log in, and as which client acgs asks. */
export interface LoginClient {
  readonly issuer: string;
  /** `sigstore` at the public instance. */
  readonly clientId: string;
  readonly signal?: AbortSignal;
}

/** What a provider says of itself (OpenID Connect Discovery 1.0, section 3). */
export interface Provider {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** RFC 8628; missing where the provider has no device flow. */
  readonly deviceEndpoint: string | undefined;
}

export const PROVIDER = 'the identity provider';
/** Who one is, and the address that certificates name. */
export const SCOPES = 'openid email';

const LIMITS = { bytes: 256 * 1024, depth: 16 };

/** @throws AcgsError `service/*` */
export async function discover({ issuer, signal }: LoginClient): Promise<Provider> {
  const { body } = await callService({
    service: PROVIDER,
    method: 'GET',
    url: `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
    headers: { accept: 'application/json' },
    ...(signal === undefined ? {} : { signal }),
  });
  const said = readAnswer(body);
  const { authorization_endpoint: authorization, token_endpoint: token } = said;
  const device = said['device_authorization_endpoint'];
  // Another issuer's endpoints would get our codes (discovery, section 4.3).
  if (String(said['issuer']).replace(/\/+$/, '') !== issuer.replace(/\/+$/, ''))
    throw new AcgsError('service/invalid', `${PROVIDER} ${issuer} describes another issuer`);
  if (typeof authorization !== 'string' || typeof token !== 'string')
    throw new AcgsError('service/invalid', `${PROVIDER} ${issuer} does not say where to log in`);
  return {
    authorizationEndpoint: authorization,
    tokenEndpoint: token,
    deviceEndpoint: typeof device === 'string' ? device : undefined,
  };
}

/** A JSON object as the provider answers. @throws AcgsError `service/invalid` */
export function readAnswer(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const json = asRecord(parseBoundedJson(body, 'the answer', LIMITS));
    if (json !== undefined) return json;
  } catch (error) {
    throw new AcgsError('service/invalid', `${PROVIDER} answered something that is no JSON`, {
      cause: error,
    });
  }
  throw new AcgsError('service/invalid', `${PROVIDER} answered something that is no JSON object`);
}
