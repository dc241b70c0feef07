import { describe, expect, it } from 'vitest';
import { BUILDERS } from '../../src/provenance/builders.js';
import { type GithubClaims, githubClaims } from '../../src/provenance/github-claims.js';
import { identifiedPlace } from '../../src/provenance/identified-place.js';
import { sourceFacts } from '../../src/provenance/source-facts.js';
import { COMMIT } from './build-facts.js';

const ISSUER = 'https://token.actions.githubusercontent.com';
const CALLER = 'acme/api/.github/workflows/release.yml@refs/tags/v1.0.0';
const REUSABLE = 'acme/api/.github/workflows/slsa-release.yml@refs/tags/v1.0.0';
const CLAIMS = {
  repository: 'acme/api',
  repository_id: '1001',
  repository_owner_id: '1002',
  actor_id: '1003',
  ref: 'refs/tags/v1.0.0',
  sha: COMMIT,
  workflow_ref: CALLER,
  job_workflow_ref: REUSABLE,
  event_name: 'push',
  run_id: '42',
  run_attempt: '2',
  runner_environment: 'github-hosted',
};
const ENVIRONMENT = {
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/api',
  GITHUB_REPOSITORY_ID: '1001',
  GITHUB_REPOSITORY_OWNER_ID: '1002',
  GITHUB_ACTOR_ID: '1003',
  GITHUB_REF: 'refs/tags/v1.0.0',
  GITHUB_SHA: COMMIT,
  GITHUB_WORKFLOW_REF: CALLER,
  GITHUB_EVENT_NAME: 'push',
  GITHUB_RUN_ID: '42',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_JOB: 'sign',
  RUNNER_ENVIRONMENT: 'github-hosted',
};

describe('a GitHub job by its identity token', () => {
  it('is the reusable workflow that holds it, with source and run of the token', () => {
    expect(identifiedPlace(CLAIMS, ISSUER, ENVIRONMENT)).toEqual({
      builderId: `https://github.com/${REUSABLE}`,
      invocationId: 'https://github.com/acme/api/actions/runs/42/attempts/2',
      ci: {
        name: 'github',
        ids: {
          event_name: 'push',
          repository_id: '1001',
          repository_owner_id: '1002',
          actor_id: '1003',
          workflow_ref: CALLER,
          job_workflow_ref: REUSABLE,
          runner_environment: 'github-hosted',
          job: 'sign',
        },
      },
      started: { commit: COMMIT, ref: 'refs/tags/v1.0.0', repository: 'https://github.com/acme/api' },
    });
  });

  it('of a workflow that nobody calls is no builder but a job', () => {
    const { builderId } = identifiedPlace({ ...CLAIMS, job_workflow_ref: CALLER }, ISSUER, ENVIRONMENT);
    expect(builderId).toBe(BUILDERS['github-actions-job'].id);
  });

  it('needs nothing of the environment', () => {
    const { ci, ...place } = identifiedPlace(CLAIMS, ISSUER, {});
    const whole = identifiedPlace(CLAIMS, ISSUER, ENVIRONMENT);
    expect(place).toEqual({
      builderId: whole.builderId,
      invocationId: whole.invocationId,
      started: whole.started,
    });
    expect(ci?.ids).not.toHaveProperty('job');
  });

  const lies = Object.keys(ENVIRONMENT).filter((name) => !['GITHUB_ACTIONS', 'GITHUB_JOB'].includes(name));
  it.each(lies)('whose environment lies with %s states nothing', (name) => {
    expect(() => identifiedPlace(CLAIMS, ISSUER, { ...ENVIRONMENT, [name]: 'a-lie' })).toThrow(
      expect.objectContaining({
        code: 'identity/contradiction',
        exit: 2,
        message: expect.stringMatching(new RegExp(`${name} is a-lie, and the token says \\S+$`)) as string,
      }),
    );
  });

  it.each([
    ['an Enterprise Server', 'https://git.example.com/_services/token', 'https://git.example.com'],
    ['a tenant of ghe.com', 'https://token.actions.acme.ghe.com', 'https://acme.ghe.com'],
    ['an enterprise with an issuer of its own', `${ISSUER}/acme`, 'https://github.com'],
  ])('is of the server that its issuer names: %s', (_what, issuer, server) => {
    const env = { ...ENVIRONMENT, GITHUB_SERVER_URL: server };
    expect(identifiedPlace(CLAIMS, issuer, env)).toMatchObject({
      builderId: `${server}/${REUSABLE}`,
      started: { repository: `${server}/acme/api` },
    });
    const other = { ...env, GITHUB_SERVER_URL: 'https://evil.example' };
    expect(() => identifiedPlace(CLAIMS, issuer, other)).toThrow(/GITHUB_SERVER_URL/);
  });
});

describe('the source of a job with an identity', () => {
  const place = identifiedPlace(CLAIMS, ISSUER, ENVIRONMENT);
  const known = { remote: 'https://mirror.example/api', dirty: false, changed: [], ignored: [] };

  it('is the repository of the token where the commit is that of the token', () => {
    expect(sourceFacts({ ...known, commit: COMMIT }, place)).toMatchObject({
      repository: 'https://github.com/acme/api',
      ref: 'refs/tags/v1.0.0',
    });
  });

  it('is what the checkout says where it is another commit', () => {
    const { repository, ref } = sourceFacts({ ...known, commit: 'b'.repeat(40) }, place);
    expect([repository, ref]).toEqual([known.remote, undefined]);
  });
});

describe('the claims of a token', () => {
  it('of a person, or of another CI, are those of no GitHub job', () => {
    expect(githubClaims({ sub: 'ada', email: 'ada@example.com' })).toBeUndefined();
    expect(githubClaims({ project_path: 'acme/api', runner_environment: 'gitlab-hosted' })).toBeUndefined();
  });

  it.each([
    ['repository', 'acme'],
    ['repository', 'acme/api\nx'],
    ['ref', 'main'],
    ['sha', COMMIT.slice(1)],
    ['sha', undefined],
    ['run_id', '42/../7'],
    ['run_attempt', 2],
    ['workflow_ref', 'acme/api/.github/workflows/release.yml'],
    ['job_workflow_ref', 'https://evil.example/x@y'],
    ['runner_environment', ''],
    ['repository_id', 'x'],
  ] satisfies [keyof GithubClaims, unknown][])('with %s = %j are refused, and not shown', (name, value) => {
    let error: unknown;
    try {
      githubClaims({ ...CLAIMS, [name]: value });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({
      code: 'identity/invalid',
      message: expect.stringContaining(name) as string,
    });
    if (typeof value === 'string' && value !== '') expect((error as Error).message).not.toContain(value);
  });
});
