import { type Environment } from '../system/environment.js';
import { type CiContext } from './context.js';
import { gitRef } from './git-ref.js';
import { said } from './said.js';

/** GitLab CI/CD (docs.gitlab.com, "Predefined CI/CD variables reference"). */
export function readGitLab(environment: Environment): CiContext {
  const { CI_COMMIT_TAG: tag, CI_COMMIT_BRANCH: branch } = environment;
  const event = environment['CI_PIPELINE_SOURCE'];
  return {
    provider: 'gitlab',
    ci: true,
    ...said({
      server: environment['CI_SERVER_URL'],
      repository: environment['CI_PROJECT_PATH'],
      commit: environment['CI_COMMIT_SHA'],
      ref: gitRef(tag, branch),
      event,
      actor: environment['GITLAB_USER_LOGIN'],
      workflow: environment['CI_CONFIG_PATH'],
      job: environment['CI_JOB_NAME'],
      runId: environment['CI_PIPELINE_ID'],
      runUrl: environment['CI_JOB_URL'],
    }),
    pullRequest: event === 'merge_request_event' || event === 'external_pull_request_event',
    // GitLab hands tokens as variables that the job's `id_tokens` names; Sigstore's convention is this one.
    oidc: (environment['SIGSTORE_ID_TOKEN'] ?? '') !== '',
  };
}
