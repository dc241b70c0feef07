import { type Environment } from '../../system/environment.js';
import { factsOf, readText } from '../../system/files.js';
import { buildkiteToken, canAskBuildkite } from './buildkite-token.js';
import { canAskGitHub, githubToken } from './github-token.js';

/** An identity token that the place where acgs runs can give, without anybody being asked. */
export interface AmbientToken {
  /** For messages: `the identity of this GitHub Actions job`. */
  readonly description: string;
  /** Fetches or reads it. @throws AcgsError `service/*`, `identity/missing`, `file/failed` */
  fetch(signal?: AbortSignal): Promise<string>;
}

/** For whom the token is: what the public certificate authority expects, and private ones by custom. */
const AUDIENCE = 'sigstore';

/** Where Kubernetes mounts one for cosign (sigstore/cosign, pkg/providers/filesystem). */
const TOKEN_FILE = '/var/run/sigstore/cosign/oidc-token';
const LARGEST_TOKEN = 64 * 1024;

/**
 * Where a token would come from, in this order: `SIGSTORE_ID_TOKEN` (GitLab's `id_tokens`, or anybody), GitHub Actions, Buildkite,
 * the mounted file. Nothing is fetched yet.
 */
export async function ambientToken(
  environment: Environment,
  file: string = TOKEN_FILE,
): Promise<AmbientToken | undefined> {
  const { SIGSTORE_ID_TOKEN: given } = environment;
  if (given !== undefined && given !== '')
    return { description: describeVariable(environment), fetch: () => Promise.resolve(given) };
  if (canAskGitHub(environment))
    return {
      description: 'the identity of this GitHub Actions job',
      fetch: (signal) => githubToken(environment, AUDIENCE, signal),
    };
  if (canAskBuildkite(environment))
    return {
      description: 'the identity of this Buildkite job',
      fetch: (signal) => buildkiteToken(environment, AUDIENCE, signal),
    };
  if ((await factsOf(file))?.kind !== 'file') return undefined;
  return { description: `the identity in ${file}`, fetch: () => readText(file, LARGEST_TOKEN) };
}

function describeVariable(environment: Environment): string {
  return environment['GITLAB_CI'] === 'true'
    ? 'the identity of this GitLab job'
    : 'the identity in SIGSTORE_ID_TOKEN';
}
