import { setTimeout as sleep } from 'node:timers/promises';
import { AcgsError } from '../../../model/errors.js';
import { callService } from '../../../system/call-service.js';
import { monotonic } from '../../../system/clock.js';
import { hideSecret } from '../../../system/redaction.js';
import { type IdentityToken } from '../identity-token.js';
import { acceptToken } from './accept-token.js';
import { proofKey } from './proof-key.js';
import { type LoginClient, PROVIDER, readAnswer, SCOPES } from './provider.js';

/** What the person does on another device. */
export interface DeviceInvitation {
  readonly url: string;
  readonly code: string;
}

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const [INTERVAL_S, SLOWER_S, LONGEST_S] = [5, 5, 15 * 60];

/**
 * Logs in on another device (RFC 8628): shows an address and a code, and asks until the person is done.
 * @throws AcgsError `service/*`, `identity/*`, `run/timeout`
 */
export async function deviceLogin(
  client: LoginClient,
  endpoints: { readonly deviceEndpoint: string; readonly tokenEndpoint: string },
  show: (invitation: DeviceInvitation) => void,
): Promise<IdentityToken> {
  const { clientId: client_id, signal } = client;
  const proof = proofKey();
  const ask = async (url: string, form: Readonly<Record<string, string>>, accept: readonly number[]) => {
    const { body } = await callService({
      service: PROVIDER,
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams(form).toString(),
      accept,
      reads: true,
      ...(signal === undefined ? {} : { signal }),
    });
    return readAnswer(body);
  };
  const begun = await ask(endpoints.deviceEndpoint, { client_id, scope: SCOPES, ...proof.challenge }, [200]);
  const { device_code, user_code: code, verification_uri: url } = begun;
  if (typeof device_code !== 'string' || typeof code !== 'string' || typeof url !== 'string')
    throw new AcgsError('service/invalid', `${PROVIDER} does not say where to log in`);
  hideSecret(device_code);
  show({ url: text(begun['verification_uri_complete']) ?? url, code });
  const until = monotonic() + Math.min(number(begun['expires_in'], LONGEST_S), LONGEST_S) * 1000;
  let interval = number(begun['interval'], INTERVAL_S);
  while (monotonic() < until) {
    await sleep(interval * 1000, undefined, signal === undefined ? {} : { signal });
    const form = { grant_type: GRANT, device_code, client_id, code_verifier: proof.verifier };
    const answer = await ask(endpoints.tokenEndpoint, form, [200, 400, 401]);
    const { error } = answer;
    if (error === undefined) return acceptToken(answer, client);
    if (error === 'slow_down') interval += SLOWER_S;
    else if (error !== 'authorization_pending')
      throw new AcgsError('service/refused', `${PROVIDER} refused the login: ${String(error).slice(0, 100)}`);
  }
  throw new AcgsError('run/timeout', 'nobody logged in on another device in time');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: unknown, standard: number): number {
  return typeof value === 'number' && value >= 0 ? value : standard;
}
