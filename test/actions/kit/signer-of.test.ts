import { describe, expect, it } from 'vitest';
import { platformOf } from '../../../src/actions/kit/platform-of.js';
import { parseConfiguration } from '../../../src/config/load.js';
import { type SignerIdentity } from '../../../src/kits/platform.js';

function signer(yaml: string, remote?: string): SignerIdentity {
  const place = { root: '/srv/a', repositoryRoot: '/srv/a', file: '/srv/a/acgs.yaml' };
  const configuration = parseConfiguration(`version: 1\nproject: a\n${yaml}`, {
    ...place,
    name: 'acgs.yaml',
    acgsVersion: '1.0.0',
  });
  return platformOf(configuration, remote, '1.0.0').signer;
}

describe('who signs a release', () => {
  it('is the release workflow of the repository at a version tag, unless acgs.yaml says else', () => {
    expect(signer('', 'https://github.com/acme/api')).toEqual({
      kind: 'keyless',
      identityRegexp: String.raw`https://github\.com/acme/api/\.github/workflows/slsa-release\.yml@refs/tags/v[0-9]+\.[0-9]+\.[0-9]+`,
      issuer: 'https://token.actions.githubusercontent.com',
      workflow: '.github/workflows/slsa-release.yml',
    });
  });

  it("on an Enterprise Server is that server's", () => {
    expect(signer('', 'https://git.acme.test/acme/api')).toMatchObject({
      identityRegexp: expect.stringMatching(/^https:\/\/git\\\.acme\\\.test\/acme\/api\//) as string,
      issuer: 'https://git.acme.test/_services/token',
    });
  });

  it.each(['gitlab.com', 'gitlab.acme.test'])('on %s is the pipeline of the project', (host) => {
    expect(signer('', `https://${host}/acme/api`)).toEqual({
      kind: 'keyless',
      identityRegexp: `https://${host.replaceAll('.', String.raw`\.`)}/acme/api//\\.gitlab-ci\\.yml@refs/tags/v[0-9]+\\.[0-9]+\\.[0-9]+`,
      issuer: `https://${host}`,
      workflow: '.gitlab-ci.yml',
    });
  });

  it('is the identity that acgs.yaml verifies against, literally', () => {
    const identity =
      'verify:\n  identity:\n    certificateIdentity: me@acme.test\n    certificateOidcIssuer: https://sso.acme.test\n';
    expect(signer(identity)).toMatchObject({
      kind: 'keyless',
      identityRegexp: String.raw`me@acme\.test`,
      issuer: 'https://sso.acme.test',
    });
  });

  it.each([
    ['sign:\n  key: keys/acme.key\n', 'keys/acme.pub'],
    ['sign:\n  key: keys/acme.key\nverify:\n  key: other.pub\n', 'other.pub'],
    ['sign:\n  key: env://SIGNING_KEY\n', 'cosign.pub'],
  ])('is a key: %j', (yaml, publicKey) => {
    expect(signer(yaml)).toEqual({ kind: 'key', publicKey });
  });
});
