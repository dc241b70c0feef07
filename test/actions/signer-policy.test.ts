import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { signerPolicy, type SignerPolicyOptions } from '../../src/actions/signer-policy.js';
import { publicKeyPem } from '../../src/evidence/public-key.js';
import { type CertificateSummary } from '../../src/verification/certificate-summary.js';

const folder = mkdtempSync(join(tmpdir(), 'acgs-policy-'));
const key = join(folder, 'cosign.pub');
writeFileSync(key, publicKeyPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const IDENTITY = 'dev@acme.example';
const ISSUER = 'https://accounts.example';
const GITHUB = 'https://token.actions.githubusercontent.com';

describe('whom to trust', () => {
  it('is a key', async () => {
    expect(await signerPolicy({ key })).toMatchObject({ kind: 'keys', keys: [{ type: 'public' }] });
  });

  it('is an identity with its issuer', async () => {
    expect(
      await signerPolicy({ certificateIdentity: IDENTITY, certificateOidcIssuer: ISSUER }),
    ).toMatchObject({
      kind: 'identities',
      identities: [{ policy: { subject: { literal: IDENTITY }, issuer: { literal: ISSUER } } }],
    });
  });

  it.each<[string, string, SignerPolicyOptions]>([
    ['verify/no-identity', 'nothing at all', {}],
    ['verify/no-identity', 'an identity without issuer', { certificateIdentity: IDENTITY }],
    ['verify/no-identity', 'an issuer without identity', { certificateOidcIssuer: ISSUER }],
    ['verify/no-identity', 'an issuer pattern without identity', { certificateOidcIssuerRegexp: '.*' }],
    ['verify/no-identity', 'a repository without workflow', { github: { repository: 'acme/api' } }],
    [
      'usage/invalid',
      'a key and an identity',
      { key, certificateIdentity: IDENTITY, certificateOidcIssuer: ISSUER },
    ],
    [
      'usage/invalid',
      'a key and a repository',
      { key, github: { repository: 'acme/api', workflow: 'x.yml' } },
    ],
    [
      'usage/invalid',
      'a literal and a pattern',
      { certificateIdentity: IDENTITY, certificateIdentityRegexp: '.*', certificateOidcIssuer: ISSUER },
    ],
    ['usage/invalid', 'a repository that is none', { github: { repository: 'acme', workflow: 'x.yml' } }],
    [
      'usage/invalid',
      'a workflow and an identity',
      { certificateIdentity: IDENTITY, github: { repository: 'acme/api', workflow: 'x.yml' } },
    ],
    ['key/not-found', 'a key file that is not there', { key: join(folder, 'none.pub') }],
    ['key/not-found', 'an empty variable', { key: 'env://ACGS_TEST_NO_SUCH_VARIABLE' }],
  ])('%s: %s', async (code, _name, options) => {
    await expect(signerPolicy(options)).rejects.toMatchObject({ code, exit: 2 });
  });
});

describe('a GitHub workflow', () => {
  const certificate = (
    subjectAlternativeName: string,
    claims: CertificateSummary['extensions'] = {},
  ): CertificateSummary => ({
    certificateIssuer: '',
    subjectAlternativeName,
    notBefore: '',
    notAfter: '',
    extensions: { issuer: GITHUB, sourceRepositoryURI: 'https://github.com/acme/api', ...claims },
  });
  const accepts = async (
    github: NonNullable<SignerPolicyOptions['github']>,
    of: CertificateSummary,
  ): Promise<boolean> => {
    const policy = await signerPolicy({ github });
    if (policy.kind !== 'identities') throw new Error('expected identities');
    try {
      for (const identity of policy.identities) identity.check(of);
      return true;
    } catch {
      return false;
    }
  };
  const at = (path: string, ref: string): string => `https://github.com/${path}@${ref}`;
  const RELEASE = 'acme/api/.github/workflows/release.yml';
  const pinned = { repository: 'acme/api', workflow: 'release.yml', ref: 'refs/tags/v1' };
  const tagged = { sourceRepositoryRef: 'refs/tags/v1' };

  it.each([
    ['by file name and ref', pinned, certificate(at(RELEASE, 'refs/tags/v1'), tagged)],
    [
      'by path, at any ref',
      { repository: 'acme/api', workflow: '.github/workflows/release.yml' },
      certificate(at(RELEASE, 'refs/heads/main')),
    ],
    [
      'a reusable one of another repository',
      { repository: 'acme/api', workflow: 'acme/builders/.github/workflows/build.yml' },
      certificate(at('acme/builders/.github/workflows/build.yml', 'refs/tags/v3')),
    ],
    [
      'any, said aloud',
      { repository: 'acme/api', anyWorkflow: true },
      certificate(at('acme/api/.github/workflows/other.yml', 'refs/heads/x')),
    ],
    [
      'with trigger and runner',
      { ...pinned, trigger: 'push', runnerEnvironment: 'github-hosted', sha: 'abc' },
      certificate(at(RELEASE, 'refs/tags/v1'), {
        ...tagged,
        buildTrigger: 'push',
        runnerEnvironment: 'github-hosted',
        sourceRepositoryDigest: 'abc',
      }),
    ],
  ])('is accepted: %s', async (_name, github, of) => {
    expect(await accepts(github, of)).toBe(true);
  });

  it.each([
    [
      'another workflow of the repository',
      pinned,
      certificate(at('acme/api/.github/workflows/pr.yml', 'refs/tags/v1'), tagged),
    ],
    [
      'another ref',
      pinned,
      certificate(at(RELEASE, 'refs/tags/v2'), { sourceRepositoryRef: 'refs/tags/v2' }),
    ],
    [
      'a ref that only begins alike',
      pinned,
      certificate(at(RELEASE, 'refs/tags/v1'), { sourceRepositoryRef: 'refs/tags/v10' }),
    ],
    [
      'a fork that runs the same reusable workflow',
      { repository: 'acme/api', workflow: 'acme/builders/.github/workflows/build.yml' },
      certificate(at('acme/builders/.github/workflows/build.yml', 'refs/tags/v3'), {
        sourceRepositoryURI: 'https://github.com/evil/api',
      }),
    ],
    [
      'a repository whose name only begins alike',
      { repository: 'acme/api', anyWorkflow: true },
      certificate(at('acme/api-evil/.github/workflows/x.yml', 'refs/heads/x')),
    ],
    [
      'a dot in the name that is no dot',
      { repository: 'acme/a.i', workflow: 'x.yml' },
      certificate(at('acme/api/.github/workflows/x.yml', 'refs/heads/x')),
    ],
    [
      'another trigger',
      { ...pinned, trigger: 'push' },
      certificate(at(RELEASE, 'refs/tags/v1'), { ...tagged, buildTrigger: 'pull_request_target' }),
    ],
    [
      'a self-hosted runner',
      { ...pinned, runnerEnvironment: 'github-hosted' },
      certificate(at(RELEASE, 'refs/tags/v1'), { ...tagged, runnerEnvironment: 'self-hosted' }),
    ],
    [
      'another issuer',
      pinned,
      certificate(at(RELEASE, 'refs/tags/v1'), { ...tagged, issuer: 'https://evil.example' }),
    ],
  ])('is refused: %s', async (_name, github, of) => {
    expect(await accepts(github, of)).toBe(false);
  });
});
