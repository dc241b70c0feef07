import { type Environment } from '../system/environment.js';
import { type CiContext } from './context.js';
import { said } from './said.js';

/** GitHub Actions (docs.github.com, "Variables reference", default environment variables). */
export function readGitHub(environment: Environment): CiContext {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: runId } = environment;
  const event = environment['GITHUB_EVENT_NAME'];
  const runUrl =
    server === undefined || repository === undefined || runId === undefined
      ? undefined
      : `${server}/${repository}/actions/runs/${runId}`;
  const runner = environment['RUNNER_ENVIRONMENT'];
  return {
    provider: 'github',
    ci: true,
    ...said({
      server,
      repository,
      commit: environment['GITHUB_SHA'],
      ref: environment['GITHUB_REF'],
      event,
      actor: environment['GITHUB_ACTOR'],
      workflow: environment['GITHUB_WORKFLOW_REF'],
      job: environment['GITHUB_JOB'],
      runId,
      runAttempt: environment['GITHUB_RUN_ATTEMPT'],
      runUrl,
    }),
    ...(runner === 'github-hosted'
      ? { runner: 'hosted' as const }
      : runner === 'self-hosted'
        ? { runner: 'self-hosted' as const }
        : {}),
    pullRequest: event === 'pull_request' || event === 'pull_request_target',
    oidc:
      (environment['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '') !== '' &&
      (environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '') !== '',
  };
}
