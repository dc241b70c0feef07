import { AcgsError } from '../../model/errors.js';
import { asRecord, parseBoundedJson } from '../../model/bounded-json.js';
import { hideSecret } from '../../system/redaction.js';

/** An OpenID Connect token that names who signs. Its signature is the certificate authority's to check. */
export interface IdentityToken {
  /** The token as it is sent; never shown. */
  readonly raw: string;
  readonly issuer: string;
  /** What the certificate authority wants signed as proof that the key is ours: the e-mail address, else the subject. */
  readonly subject: string;
  readonly audience: readonly string[];
  /** When it expires. */
  readonly expires: Date;
  readonly claims: Readonly<Record<string, unknown>>;
}

const LIMITS = { bytes: 64 * 1024, depth: 16 };
const JWT = /^([\w-]+=*)\.([\w-]+=*)\.([\w-]+=*)$/;

/**
 * Reads a token; from here on it is hidden wherever it might be shown.
 * @param now to tell whether it has expired
 * @throws AcgsError `identity/invalid`
 */
export function readIdentityToken(text: string, now: Date): IdentityToken {
  const raw = text.trim();
  hideSecret(raw);
  const parts = JWT.exec(raw);
  if (parts === null) throw invalid('expected a JSON web token of three parts');
  // A message may quote a part of it: claims are as private as the whole, the signature makes it whole again.
  for (const part of parts.slice(2)) hideSecret(part);
  const claims = claimsIn(parts[2] ?? '');
  const { iss: issuer, exp: expires, aud: audience } = claims;
  if (typeof issuer !== 'string' || typeof expires !== 'number')
    throw invalid('expected an issuer and a time of expiry in it');
  const token = {
    raw,
    issuer,
    subject: subjectOf(claims),
    audience: [audience].flat().filter((one) => typeof one === 'string'),
    expires: new Date(expires * 1000),
    claims,
  };
  if (token.expires <= now)
    throw invalid(
      `it expired at ${token.expires.toISOString()} (this machine's clock says ${now.toISOString()})`,
    );
  return token;
}

function claimsIn(part: string): Readonly<Record<string, unknown>> {
  let claims: Readonly<Record<string, unknown>> | undefined;
  try {
    claims = asRecord(parseBoundedJson(Buffer.from(part, 'base64url'), 'the identity token', LIMITS));
  } catch {
    // The parser's error could quote the token; that its middle is no JSON is all there is to say.
    throw invalid('its claims are no JSON');
  }
  if (claims === undefined) throw invalid('its claims are no JSON object');
  return claims;
}

function subjectOf({ email, email_verified: verified, sub }: Readonly<Record<string, unknown>>): string {
  if (typeof email === 'string' && email !== '') {
    if (verified === true || verified === 'true') return email;
    throw invalid('its e-mail address is not verified by the issuer');
  }
  if (typeof sub === 'string' && sub !== '') return sub;
  throw invalid('expected an e-mail address or a subject in it');
}

function invalid(why: string): AcgsError {
  return new AcgsError('identity/invalid', `the identity token cannot be used: ${why}`);
}
