import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptToken } from '../../../src/signing/identity/login/accept-token.js';
import { browserLogin } from '../../../src/signing/identity/login/browser-login.js';
import { deviceLogin } from '../../../src/signing/identity/login/device-login.js';
import { logIn } from '../../../src/signing/identity/login/log-in.js';
import { proofKey } from '../../../src/signing/identity/login/proof-key.js';
import { discover, type LoginClient, type Provider } from '../../../src/signing/identity/login/provider.js';
import { ADA, type OidcIssuers, startOidcIssuers } from '../../bench/sigstore/oidc-issuer.js';

let oidc: OidcIssuers;
let client: LoginClient;
let provider: Provider;
beforeAll(async () => {
  oidc = await startOidcIssuers();
  client = { issuer: oidc.people, clientId: 'acgs' };
  provider = await discover(client);
});
afterAll(() => oidc.stop());

/** A browser: goes where it is sent. */
const browse = async (url: string): Promise<void> => void (await fetch(url));

describe('a login with a browser', () => {
  it('gives a token for us, by a code', async () => {
    const seen: string[] = [];
    const token = await browserLogin(client, provider, async (url) => {
      seen.push(url);
      await browse(url);
    });
    expect(token).toMatchObject({ subject: ADA, issuer: oidc.people, audience: ['acgs'] });
    const { searchParams } = new URL(seen[0] ?? '');
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.get('redirect_uri')).toMatch(/^http:\/\/localhost:\d+\/auth\/callback$/);
    for (const name of ['state', 'nonce', 'code_challenge']) expect(searchParams.get(name)).toHaveLength(43);
  });

  it.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'x'.repeat(43)), 'identity/invalid'],
    ['another nonce', (url: URL) => url.searchParams.set('nonce', 'x'), 'service/invalid'],
    ['another proof key', (url: URL) => url.searchParams.set('code_challenge', 'x'), 'service/refused'],
  ])('with %s is refused', async (_name, bend, code) => {
    const open = async (text: string): Promise<void> => {
      const url = new URL(text);
      bend(url);
      await browse(url.href);
    };
    await expect(browserLogin(client, provider, open)).rejects.toMatchObject({ code });
  });

  it('that the provider refuses says so', async () => {
    const open = async (text: string): Promise<void> => {
      const { searchParams } = new URL(text);
      const state = searchParams.get('state') ?? '';
      await browse(`${searchParams.get('redirect_uri') ?? ''}?error=access_denied&state=${state}`);
    };
    await expect(browserLogin(client, provider, open)).rejects.toMatchObject({
      code: 'service/refused',
      message: /access_denied/,
    });
  });
});

describe('a login on another device', () => {
  it('shows where and with which code, and gives a token for us', async () => {
    const shown: unknown[] = [];
    const { deviceEndpoint = '', tokenEndpoint } = provider;
    const token = await deviceLogin(client, { deviceEndpoint, tokenEndpoint }, (one) => shown.push(one));
    expect(token.subject).toBe(ADA);
    expect(shown).toEqual([{ url: `${oidc.people}/activate`, code: 'ABCD-EFGH' }]);
  });
});

describe('logging in', () => {
  it('warns what will be public, asks once, and takes the device where there is no browser', async () => {
    const told: string[] = [];
    const source = logIn(client, { tell: (text) => told.push(text) });
    const [first, second] = [await source.token(), await source.token()];
    expect(second).toBe(first);
    expect(told).toEqual([
      expect.stringContaining('public logs for ever'),
      expect.stringContaining('ABCD-EFGH'),
    ]);
  });

  it('uses the browser where there is one', async () => {
    const told: string[] = [];
    const person = {
      tell: (text: string) => void told.push(text),
      browse: async (url: string) => (await browse(url), true),
    };
    expect((await logIn(client, person).token()).subject).toBe(ADA);
    expect(told[1]).toContain('browser');
  });
});

describe('a token from a login', () => {
  it.each([
    ['none', () => ({}), 'gave no identity token'],
    ['one of another issuer', () => ({ id_token: oidc.token({ aud: 'acgs' }) }), 'of another issuer'],
    [
      'one for another client',
      () => ({ id_token: oidc.personToken({ aud: 'other' }) }),
      'for another client',
    ],
    [
      'one of another login',
      () => ({ id_token: oidc.personToken({ aud: 'acgs', nonce: 'b' }) }),
      'of another login',
    ],
  ])('that is %s is refused', (_name, answer, message) => {
    expect(() => acceptToken(answer(), client, 'a')).toThrow(message);
  });
});

it('the proof key is that of RFC 7636, appendix B', () => {
  expect(proofKey('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk').challenge).toEqual({
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
});

it('a provider that describes another issuer is refused', async () => {
  await expect(
    discover({ ...client, issuer: oidc.people.replace('127.0.0.1', 'localhost') }),
  ).rejects.toMatchObject({
    code: 'service/invalid',
  });
});
