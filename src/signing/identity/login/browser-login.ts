import { timingSafeEqual } from 'node:crypto';
import { AcgsError } from '../../../model/errors.js';
import { callService } from '../../../system/call-service.js';
import { listenOnLoopback } from '../../../system/loopback-server.js';
import { redact } from '../../../system/redaction.js';
import { type IdentityToken } from '../identity-token.js';
import { acceptToken } from './accept-token.js';
import { proofKey, randomText } from './proof-key.js';
import { type LoginClient, type Provider, PROVIDER, readAnswer, SCOPES } from './provider.js';

const CALLBACK = '/auth/callback';
const PAGE = 'You are logged in. This window can be closed.\n';
const PATIENCE_MS = 5 * 60_000;

/**
 * Logs in with a browser that comes back to this machine (RFC 8252): a code, never a token, passes through the browser, and the
 * state says that it belongs to the login that began here (CVE-2026-24408).
 * @param open shows the address to the person, in a browser or as text
 * @throws AcgsError `service/*`, `identity/*`, `run/timeout`
 */
export async function browserLogin(
  client: LoginClient,
  provider: Provider,
  open: (url: string) => Promise<void>,
): Promise<IdentityToken> {
  const { clientId, signal } = client;
  const [state, nonce, proof] = [randomText(), randomText(), proofKey()];
  const listening = await listenOnLoopback(CALLBACK, PAGE, {
    timeoutMs: PATIENCE_MS,
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    const url = new URL(provider.authorizationEndpoint);
    const asked = { response_type: 'code', client_id: clientId, redirect_uri: listening.url, scope: SCOPES };
    for (const [name, value] of Object.entries({ ...asked, state, nonce, ...proof.challenge }))
      url.searchParams.set(name, value);
    await open(url.href);
    const code = codeIn(await listening.query(), state);
    const { body } = await callService({
      service: PROVIDER,
      method: 'POST',
      url: provider.tokenEndpoint,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: listening.url,
        client_id: clientId,
        code_verifier: proof.verifier,
      }).toString(),
      reads: true,
      ...(signal === undefined ? {} : { signal }),
    });
    return acceptToken(readAnswer(body), client, nonce);
  } finally {
    listening.close();
  }
}

function codeIn(query: URLSearchParams, state: string): string {
  const came = Buffer.from(query.get('state') ?? '');
  const wanted = Buffer.from(state);
  if (came.length !== wanted.length || !timingSafeEqual(came, wanted))
    throw new AcgsError('identity/invalid', 'the browser came back from a login that did not begin here');
  const error = query.get('error');
  if (error !== null) {
    const said = [error, query.get('error_description')].filter((text) => text !== null).join(': ');
    throw new AcgsError('service/refused', `${PROVIDER} refused the login: ${redact(said).slice(0, 200)}`);
  }
  const code = query.get('code');
  if (code !== null && code !== '') return code;
  throw new AcgsError('service/invalid', `${PROVIDER} sent the browser back without a code`);
}
