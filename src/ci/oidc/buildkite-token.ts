import { callService } from '../../system/call-service.js';
import { type Environment } from '../../system/environment.js';
import { hideSecret } from '../../system/redaction.js';
import { tokenIn } from './token-answer.js';

const SERVICE = 'the identity provider of Buildkite';
const ENDPOINT = 'https://agent.buildkite.com/v3';

/** Whether the agent's access token is there to ask with. */
export function canAskBuildkite(environment: Environment): boolean {
  const { BUILDKITE_AGENT_ACCESS_TOKEN: token, BUILDKITE_JOB_ID: job } = environment;
  return token !== undefined && token !== '' && job !== undefined && job !== '';
}

/**
 * The token of this Buildkite job, from the agent's API as `buildkite-agent oidc request-token` asks it (buildkite/agent,
 * api/oidc.go).
 * @throws AcgsError `service/*`
 */
export async function buildkiteToken(
  environment: Environment,
  audience: string,
  signal?: AbortSignal,
): Promise<string> {
  const { BUILDKITE_AGENT_ENDPOINT: endpoint = ENDPOINT } = environment;
  const { BUILDKITE_AGENT_ACCESS_TOKEN: access = '', BUILDKITE_JOB_ID: job = '' } = environment;
  hideSecret(access);
  const { body } = await callService({
    service: SERVICE,
    method: 'POST',
    url: `${endpoint.replace(/\/+$/, '')}/jobs/${encodeURIComponent(job)}/oidc/tokens`,
    headers: { authorization: `Token ${access}`, 'content-type': 'application/json' },
    body: JSON.stringify({ audience }),
    reads: true,
    ...(signal === undefined ? {} : { signal }),
  });
  return tokenIn(body, 'token', SERVICE);
}
