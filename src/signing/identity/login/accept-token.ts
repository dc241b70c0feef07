import { AcgsError } from '../../../model/errors.js';
import { now } from '../../../system/clock.js';
import { hideSecret } from '../../../system/redaction.js';
import { type IdentityToken, readIdentityToken } from '../identity-token.js';
import { type LoginClient } from './provider.js';

/**
 * The identity token in a provider's answer, if it is for us: from this issuer, for this client, and of this very login.
 * Its signature is the certificate authority's to check; it came straight from the provider (OpenID Connect Core, 3.1.3.7).
 * @param nonce of the login that began with one
 * @throws AcgsError `service/invalid`, `identity/invalid`
 */
export function acceptToken(
  answer: Readonly<Record<string, unknown>>,
  { issuer, clientId }: LoginClient,
  nonce?: string,
): IdentityToken {
  for (const name of ['access_token', 'refresh_token']) {
    const other = answer[name];
    if (typeof other === 'string') hideSecret(other);
  }
  const { id_token: text } = answer;
  if (typeof text !== 'string')
    throw new AcgsError('service/invalid', 'the identity provider gave no identity token');
  const token = readIdentityToken(text, now());
  const wrong =
    token.issuer.replace(/\/+$/, '') !== issuer.replace(/\/+$/, '')
      ? 'of another issuer'
      : !token.audience.includes(clientId)
        ? 'for another client'
        : nonce !== undefined && token.claims['nonce'] !== nonce
          ? 'of another login'
          : undefined;
  if (wrong === undefined) return token;
  throw new AcgsError('service/invalid', `the identity provider gave a token ${wrong}`);
}
