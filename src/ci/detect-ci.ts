import { type Environment } from '../system/environment.js';
import { readBuildkite } from './buildkite.js';
import { type CiContext } from './context.js';
import { readGitHub } from './github.js';
import { readGitLab } from './gitlab.js';

/** Reads the job's context from an environment; pure. */
export function detectCi(environment: Environment): CiContext {
  if (environment['GITHUB_ACTIONS'] === 'true') return readGitHub(environment);
  if (environment['GITLAB_CI'] === 'true') return readGitLab(environment);
  if (environment['BUILDKITE'] === 'true') return readBuildkite(environment);
  return { provider: 'none', ci: isCi(environment), pullRequest: false, oidc: false };
}

/** `CI` is set by nearly every system; `CI=false` and `CI=0` are how people say no. */
function isCi(environment: Environment): boolean {
  const { CI: ci } = environment;
  return ci !== undefined && ci !== '' && ci !== 'false' && ci !== '0';
}
