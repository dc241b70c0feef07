import { expect, test } from 'vitest';
import { decideSigning, type SigningFacts } from '../../../src/pipeline/prepare/decide-signing.js';
import { type Configuration } from '../../../src/config/configuration.js';

type Signing = Pick<Configuration, 'sign' | 'sigstore'>;

const configured = (sign: Partial<Signing['sign']> = {}, sigstore: Signing['sigstore'] = {}): Configuration =>
  ({ root: '/project', sign: { format: 'bundle', annotations: {}, ...sign }, sigstore }) as Configuration;

const ambient = {
  description: 'the identity of this job',
  fetch: () => Promise.reject(new Error('nothing is opened here')),
};
const facts = (more: Partial<SigningFacts>): SigningFacts => ({
  flag: undefined,
  push: false,
  ambient: undefined,
  cwd: '/elsewhere',
  ...more,
});

test('a flag comes before sign.key, and each path is relative to where it was written', () => {
  const configuration = configured({ key: 'keys/release.key' });
  expect(decideSigning(facts({}), configuration)).toMatchObject({
    decision: { kind: 'sign', description: 'keys/release.key', publishes: false },
    options: { key: '/project/keys/release.key' },
    files: ['/project/keys/release.key', '/project/keys/release.pub'],
  });
  expect(decideSigning(facts({ flag: 'mine.key' }), configuration).options.key).toBe('/elsewhere/mine.key');
});

test('the identity of a CI job signs with --push only, and else nobody does', () => {
  expect(decideSigning(facts({ ambient, push: true }), configured()).decision).toEqual({
    kind: 'sign',
    by: 'identity',
    description: ambient.description,
    publishes: true,
  });
  const local = decideSigning(facts({ ambient }), configured()).decision;
  expect(local).toEqual({ kind: 'nobody', reason: expect.stringContaining('with --push only') as string });
});

test('a signing config counts for a key and for an identity, and is asked with --push only', () => {
  const configuration = configured(
    { key: 'cosign.key' },
    { signingConfig: 'signing_config.json', trustedRoot: 'root.json' },
  );
  expect(decideSigning(facts({ push: true }), configuration)).toMatchObject({
    decision: { publishes: true },
    options: { signingConfig: '/project/signing_config.json', trustedRoot: '/project/root.json' },
  });
  const local = decideSigning(facts({}), configuration);
  expect(local.decision).toMatchObject({ publishes: false });
  expect(local.options).toEqual({ key: '/project/cosign.key', trustedRoot: '/project/root.json' });
});

test("a key is given no certificate authority, and cosign 2's form no log of version 2", () => {
  const { options } = decideSigning(
    facts({ push: true }),
    configured({
      key: 'cosign.key',
      format: 'both',
      fulcioUrl: 'https://ca.example.com',
      rekorUrl: 'https://log.example.com',
    }),
  );
  expect(options).toEqual({
    key: '/project/cosign.key',
    rekorUrl: 'https://log.example.com',
    logVersions: [1],
  });
});
