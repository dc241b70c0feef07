import { afterEach, describe, expect, it } from 'vitest';
import { readIdentityToken } from '../../../src/signing/identity/identity-token.js';
import { forgetSecrets, redact } from '../../../src/system/redaction.js';

const NOW = new Date('2026-11-01T12:00:00Z');
const EXPIRES = NOW.getTime() / 1000 + 60;
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object): string =>
  `${part({ alg: 'none' })}.${part({ iss: 'https://issuer', exp: EXPIRES, ...claims })}.c2lnbmF0dXJlLWNhbmFyeQ`;

afterEach(forgetSecrets);

describe('an identity token', () => {
  it.each([
    ['the subject of a CI job', { sub: 'repo:acme/api' }, 'repo:acme/api'],
    ['a verified e-mail address', { sub: 'x', email: 'a@b.example', email_verified: true }, 'a@b.example'],
    ['one verified in words', { sub: 'x', email: 'a@b.example', email_verified: 'true' }, 'a@b.example'],
  ])('has %s signed', (_name, claims, subject) => {
    expect(readIdentityToken(jwt(claims), NOW)).toMatchObject({ subject, issuer: 'https://issuer' });
  });

  it.each([
    ['an address that nobody verified', jwt({ email: 'a@b.example', sub: 'x' }), /not verified/],
    ['nobody', jwt({}), /an e-mail address or a subject/],
    ['a time that is over', jwt({ sub: 'x', exp: EXPIRES - 3600 }), /expired at 2026-11-01T11:01:00/],
    ['no issuer', jwt({ sub: 'x', iss: 1 }), /an issuer/],
    ['two parts', 'a.b', /three parts/],
    ['claims that are no JSON', 'a.bm9uZQ.c', /no JSON/],
    ['a list for claims', `a.${part([1])}.c`, /no JSON object/],
  ])('with %s is refused, exit 2', (_name, token, message) => {
    expect(() => readIdentityToken(token, NOW)).toThrow(
      expect.objectContaining({ code: 'identity/invalid', exit: 2, message: expect.stringMatching(message) }),
    );
  });

  it('is hidden from then on, whole and in parts, even if it is refused', () => {
    const token = jwt({ sub: 'x', exp: 1 });
    expect(() => readIdentityToken(`${token}\n`, NOW)).toThrow(/expired/);
    const [header = '', claims = '', signature = ''] = token.split('.');
    expect(redact(`Bearer ${token}`)).toBe('Bearer ***');
    expect(redact(`${header}.${claims}`)).toBe(`${header}.***`);
    expect(redact(`x ${signature} y`)).toBe('x *** y');
  });
});
