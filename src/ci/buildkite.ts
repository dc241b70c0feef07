import { type Environment } from '../system/environment.js';
import { type CiContext } from './context.js';
import { gitRef } from './git-ref.js';
import { said } from './said.js';

/** Buildkite (buildkite.com/docs/pipelines/configure/environment-variables). */
export function readBuildkite(environment: Environment): CiContext {
  const { BUILDKITE_TAG: tag, BUILDKITE_BRANCH: branch, BUILDKITE_PULL_REQUEST: proposal } = environment;
  const { BUILDKITE_ORGANIZATION_SLUG: organisation, BUILDKITE_PIPELINE_SLUG: pipeline } = environment;
  return {
    provider: 'buildkite',
    ci: true,
    ...said({
      repository: environment['BUILDKITE_REPO'],
      commit: environment['BUILDKITE_COMMIT'],
      ref: gitRef(tag, branch),
      event: environment['BUILDKITE_SOURCE'],
      actor: environment['BUILDKITE_BUILD_CREATOR'],
      workflow:
        organisation === undefined || pipeline === undefined ? undefined : `${organisation}/${pipeline}`,
      job: environment['BUILDKITE_JOB_ID'],
      runId: environment['BUILDKITE_BUILD_ID'],
      runUrl: environment['BUILDKITE_BUILD_URL'],
    }),
    pullRequest: proposal !== undefined && proposal !== '' && proposal !== 'false',
    // Tokens come from the agent (`buildkite-agent oidc request-token`), which needs its access token.
    oidc: (environment['BUILDKITE_AGENT_ACCESS_TOKEN'] ?? '') !== '',
  };
}
