import { describe, expect, it } from 'vitest';
import { buildPlace } from '../../src/provenance/build-place.js';
import { BUILDERS } from '../../src/provenance/builders.js';
import { sourceFacts } from '../../src/provenance/source-facts.js';
import { COMMIT } from './build-facts.js';

const github = {
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/api',
  GITHUB_RUN_ID: '42',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_SHA: COMMIT,
  GITHUB_REF: 'refs/tags/v1.0.0',
  GITHUB_EVENT_NAME: 'push',
  RUNNER_ENVIRONMENT: 'github-hosted',
  GITHUB_TOKEN: 'canary',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'canary',
};
const known = { commit: COMMIT, dirty: false, changed: [], ignored: [] };

describe('where acgs runs', () => {
  it('a workstation', () => {
    expect(buildPlace({ HOME: '/home/me' })).toEqual({ builderId: BUILDERS.local.id });
  });

  it('a GitHub Actions job: run URL and ids, nothing else of the environment', () => {
    const place = buildPlace(github);
    expect(place).toEqual({
      builderId: BUILDERS['github-actions-job'].id,
      invocationId: 'https://github.com/acme/api/actions/runs/42/attempts/2',
      ci: { name: 'github', ids: { event_name: 'push', runner_environment: 'github-hosted' } },
      started: { commit: COMMIT, ref: 'refs/tags/v1.0.0' },
    });
  });

  it('a GitLab job', () => {
    const place = buildPlace({
      GITLAB_CI: 'true',
      CI_JOB_URL: 'https://gitlab.com/acme/api/-/jobs/7',
      CI_COMMIT_SHA: COMMIT,
      CI_COMMIT_BRANCH: 'main',
      CI_PROJECT_ID: '3',
      CI_JOB_TOKEN: 'canary',
    });
    expect(place).toMatchObject({
      builderId: BUILDERS['gitlab-job'].id,
      invocationId: 'https://gitlab.com/acme/api/-/jobs/7',
      started: { commit: COMMIT, ref: 'refs/heads/main' },
    });
    expect(JSON.stringify(place)).not.toContain('canary');
  });
});

describe('the ref of the source', () => {
  it('is the one that CI started for this commit', () => {
    expect(sourceFacts(known, buildPlace(github)).ref).toBe('refs/tags/v1.0.0');
  });

  it('is never one that CI started for another commit', () => {
    const elsewhere = { ...known, commit: 'b'.repeat(40), branch: 'fix' };
    expect(sourceFacts(elsewhere, buildPlace(github)).ref).toBe('refs/heads/fix');
  });

  it('is the version tag where no branch is checked out, and missing where there is none', () => {
    expect(sourceFacts({ ...known, tag: 'v2.0.0' }, buildPlace({})).ref).toBe('refs/tags/v2.0.0');
    expect(sourceFacts(known, buildPlace({})).ref).toBeUndefined();
  });
});
