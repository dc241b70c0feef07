import { type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { ambientToken } from '../../src/ci/oidc/ambient-token.js';
import { type Environment } from '../../src/system/environment.js';
import { forgetSecrets, redact } from '../../src/system/redaction.js';
import { bodyOf, type HttpService, sendJson, startHttpService } from '../bench/sigstore/http-service.js';
import { startOidcIssuers } from '../bench/sigstore/oidc-issuer.js';
import { scratchFolder } from '../bench/scratch.js';

afterEach(forgetSecrets);
const NOWHERE = '/nonexistent/oidc-token';
const github = (service: HttpService, path = ''): Environment => ({
  ACTIONS_ID_TOKEN_REQUEST_URL: `${service.url}${path}?api-version=2.0`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer-canary',
});

describe('the identity of a place', () => {
  it('is none where nothing gives one', async () => {
    expect(await ambientToken({ GITHUB_ACTIONS: 'true', CI: 'true' }, NOWHERE)).toBeUndefined();
  });

  it('is SIGSTORE_ID_TOKEN before all else, GitLab’s by convention', async () => {
    const found = await ambientToken({ GITLAB_CI: 'true', SIGSTORE_ID_TOKEN: 'a.b.c' }, NOWHERE);
    expect(found?.description).toBe('the identity of this GitLab job');
    expect(await found?.fetch()).toBe('a.b.c');
  });

  it('is that of the GitHub Actions job, for the audience sigstore', async () => {
    await using oidc = await startOidcIssuers();
    const found = await ambientToken(oidc.jobEnv, NOWHERE);
    const token = (await found?.fetch()) ?? '';
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(claims).toMatchObject({ aud: 'sigstore', iss: oidc.github, repository: 'acme/api' });
    expect(claims).not.toHaveProperty('email');
    expect(redact(token)).toBe('***');
  });

  it('is that of the Buildkite job, by the agent’s token', async () => {
    const asked: unknown[] = [];
    await using agent = await startHttpService(async (request, response, { pathname }) => {
      asked.push(pathname, request.headers.authorization, JSON.parse((await bodyOf(request)).toString()));
      sendJson(response, { token: 'd.e.f' });
    });
    const found = await ambientToken(
      {
        BUILDKITE_AGENT_ACCESS_TOKEN: 'agent-canary',
        BUILDKITE_JOB_ID: 'job/1',
        BUILDKITE_AGENT_ENDPOINT: `${agent.url}/v3/`,
      },
      NOWHERE,
    );
    expect(await found?.fetch()).toBe('d.e.f');
    expect(asked).toEqual(['/v3/jobs/job%2F1/oidc/tokens', 'Token agent-canary', { audience: 'sigstore' }]);
  });

  it('is in the file that Kubernetes mounts', async () => {
    using scratch = scratchFolder({ token: 'g.h.i\n' });
    const found = await ambientToken({}, `${scratch.folder}/token`);
    expect(await found?.fetch()).toBe('g.h.i\n');
  });
});

describe('an identity provider', () => {
  it.each([
    ['answers a page', (response) => response.end('<html>bearer-canary</html>'), 'service/invalid'],
    ['answers no token', (response) => response.end('{"value":""}'), 'service/invalid'],
    [
      'refuses',
      (response) => response.writeHead(401).end('{"message":"no bearer-canary"}'),
      'service/refused',
    ],
    [
      'redirects',
      (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      'service/refused',
    ],
  ] satisfies [string, (response: ServerResponse) => unknown, string][])(
    'that %s is an error that names it, without a secret',
    async (_name, answer, code) => {
      await using provider = await startHttpService((_request, response) => void answer(response));
      const found = await ambientToken(github(provider), NOWHERE);
      const failure = await found?.fetch().catch((error: unknown) => error);
      expect(failure).toMatchObject({ code });
      expect((failure as Error).message).toMatch(/GitHub Actions/);
      expect((failure as Error).message).not.toContain('bearer-canary');
    },
  );

  it('is asked again while its failure may pass', async () => {
    let asked = 0;
    await using provider = await startHttpService((_request, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503).end();
      else sendJson(response, { value: 'a.b.c' });
    });
    expect(await (await ambientToken(github(provider), NOWHERE))?.fetch()).toBe('a.b.c');
    expect(asked).toBe(2);
  });

  it('is not spoken to in plain http over the network', async () => {
    const found = await ambientToken(
      { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://provider.example/', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer' },
      NOWHERE,
    );
    await expect(found?.fetch()).rejects.toMatchObject({ code: 'network/refused' });
  });
});
