import { AcgsError } from '../model/errors.js';
import { type BuildPlace } from './build-place.js';
import { type GithubClaims } from './github-claims.js';
import { GITHUB_VARIABLES, githubPlace } from './github-place.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The GitHub job as its identity token says, which the certificate authority checks and certifies. Its environment says the same, or
 * something in the job lies, and nothing is stated. The builder of a job in a reusable workflow is that workflow, as GitHub's own
 * provenance has it: whoever knows it to keep signing apart from building can take its word for more than that of any other job.
 * @param issuer of the token
 * @throws AcgsError `identity/contradiction`
 */
export function identifiedPlace(claims: GithubClaims, issuer: string, env: Environment): BuildPlace {
  const known = serverOf(issuer);
  assertAgrees(claims, known, env);
  const server = known ?? env['GITHUB_SERVER_URL'] ?? 'https://github.com';
  const { sha: commit, ref, repository, workflow_ref: triggered, job_workflow_ref: own } = claims;
  const place = githubPlace(claims, env, server);
  return {
    ...place,
    ...(own === triggered ? {} : { builderId: `${server}/${own}` }),
    started: { commit, ref, repository: `${server}/${repository}` },
  };
}

function assertAgrees(claims: GithubClaims, server: string | undefined, env: Environment): void {
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ...Object.entries(GITHUB_VARIABLES).map(
      ([name, variable]) => [variable, claims[name as keyof typeof GITHUB_VARIABLES]] as const,
    ),
    ['GITHUB_SERVER_URL', server],
  ];
  const lies = pairs.flatMap(([variable, claimed]) => {
    const value = env[variable] ?? '';
    return value === '' || claimed === undefined || value === claimed
      ? []
      : [`${variable} is ${value}, and the token says ${claimed}`];
  });
  if (lies.length > 0)
    throw new AcgsError(
      'identity/contradiction',
      `the environment says otherwise than the identity of this job: ${lies.join('; ')}`,
    );
}

/**
 * The server whose jobs an issuer names: github.com, an Enterprise Server (`https://HOST/_services/token`) or a tenant of ghe.com
 * (`https://token.actions.TENANT.ghe.com`).
 */
function serverOf(issuer: string): string | undefined {
  if (!URL.canParse(issuer)) return undefined;
  const { host, origin, pathname } = new URL(issuer);
  if (host === 'token.actions.githubusercontent.com') return 'https://github.com';
  if (pathname === '/_services/token') return origin;
  const [, tenant] = /^token\.actions\.([\w-]+\.ghe\.com)$/.exec(host) ?? [];
  return tenant === undefined ? undefined : `https://${tenant}`;
}
