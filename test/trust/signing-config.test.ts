import { describe, expect, it } from 'vitest';
import {
  readSigningConfig,
  signingConfigFor,
  type SigningConfigUse,
} from '../../src/trust/signing-config.js';
import { type SigningServices } from '../../src/trust/signing-services.js';

const AT = new Date('2026-11-01T00:00:00Z');
const MEDIA_TYPE = 'application/vnd.dev.sigstore.signingconfig.v0.2+json';

interface Listed {
  readonly url: string;
  readonly majorApiVersion?: number;
  readonly operator?: string;
  readonly validFor?: { start?: string; end?: string };
}

const service = (url: string, more: Partial<Listed> = {}): Listed => ({
  url,
  majorApiVersion: 1,
  operator: 'one',
  validFor: { start: '2026-01-01T00:00:00Z' },
  ...more,
});

function read(fields: object, use: Partial<SigningConfigUse> = {}): SigningServices {
  return readSigningConfig(Buffer.from(JSON.stringify({ mediaType: MEDIA_TYPE, ...fields })), {
    at: AT,
    ...use,
  });
}

const logsOf = (
  rekorTlogUrls: readonly Listed[],
  rekorTlogConfig: object,
  use: Partial<SigningConfigUse> = {},
) => read({ rekorTlogUrls, rekorTlogConfig }, use).logs.map(({ url, apiVersion }) => `${url} v${apiVersion}`);

describe('a signing config', () => {
  const two = service('https://two', { majorApiVersion: 2 });
  const [a, b] = [service('https://a', { operator: 'a' }), service('https://b', { operator: 'b' })];

  it.each([
    ['any one', { selector: 'ANY' }, ['https://a v1']],
    ['all', { selector: 'ALL' }, ['https://a v1', 'https://b v1']],
    ['exactly two', { selector: 'EXACT', count: 2 }, ['https://a v1', 'https://b v1']],
  ])('asks for %s', (_name, config, logs) => {
    expect(logsOf([a, b], config)).toEqual(logs);
  });

  it('counts an operator once, its newest service first', () => {
    const newer = service('https://newer', { validFor: { start: '2026-06-01T00:00:00Z' } });
    expect(logsOf([service('https://older'), newer], { selector: 'ALL' })).toEqual(['https://newer v1']);
    expect(() => logsOf([service('https://older'), newer], { selector: 'EXACT', count: 2 })).toThrow(
      /asks for 2 log/,
    );
  });

  it('means the highest version that is understood, and that the form of evidence can hold', () => {
    const three = service('https://three', { majorApiVersion: 3 });
    expect(logsOf([a, two, three], { selector: 'ANY' })).toEqual(['https://two v2']);
    expect(logsOf([a, two, three], { selector: 'ALL' })).toEqual(['https://two v2']);
    expect(logsOf([a, two], { selector: 'ANY' }, { logVersions: [1] })).toEqual(['https://a v1']);
    expect(() => logsOf([three], { selector: 'ANY' })).toThrow(/0 of the 1 listed/);
    expect(() => logsOf([two, three], { selector: 'ANY' }, { logVersions: [1] })).toThrow(
      expect.objectContaining({
        code: 'usage/invalid',
        message: expect.stringMatching(/newer ones only/) as string,
      }),
    );
  });

  it.each([
    [{ start: '2026-11-02T00:00:00Z' }, false],
    [{ start: '2025-01-01T00:00:00Z', end: '2026-10-31T00:00:00Z' }, false],
    [{ start: '2025-01-01T00:00:00Z', end: '2026-11-01T00:00:00Z' }, true],
  ])('names services for a time: %o', (validFor, fits) => {
    const config = { caUrls: [service('https://ca/', { validFor })] };
    if (fits) expect(read(config).certificateAuthority).toBe('https://ca');
    else expect(() => read(config)).toThrow(expect.objectContaining({ code: 'evidence/invalid', exit: 4 }));
  });

  it.each([
    ['another media type', { mediaType: 'application/json' }],
    ['a service without a start', { tsaUrls: [{ url: 'https://t', majorApiVersion: 1 }] }],
    ['a service without an address', { tsaUrls: [service('nowhere')] }],
    ['a selector of its own', { tsaConfig: { selector: 'SOME' } }],
    ['EXACT without a count', { tsaConfig: { selector: 'EXACT' } }],
    ['no list', { tsaUrls: 'https://t' }],
    ['a time that is none', { tsaUrls: [service('https://t', { validFor: { start: 'soon' } })] }],
  ])('with %s is refused', (_name, bent) => {
    expect(() => read(bent)).toThrow(expect.objectContaining({ code: 'evidence/invalid', exit: 4 }));
  });
});

it('the one that acgs carries names the services of the public Sigstore', async () => {
  const services = await signingConfigFor(undefined, { at: AT });
  expect(services).toEqual({
    certificateAuthority: 'https://fulcio.sigstore.dev',
    identityProvider: 'https://oauth2.sigstore.dev/auth',
    logs: [{ url: 'https://rekor.sigstore.dev', apiVersion: 1 }],
    timestampAuthorities: ['https://timestamp.sigstore.dev/api/v1/timestamp'],
  });
});

it('one that is not there is a usage error', async () => {
  await expect(signingConfigFor('/nonexistent.json', { at: AT })).rejects.toMatchObject({
    code: 'source/not-found',
    exit: 2,
  });
});
