import { type BuildPlace } from './build-place.js';
import { BUILDERS } from './builders.js';
import { type GithubClaims } from './github-claims.js';

type Environment = Readonly<Record<string, string | undefined>>;
/** What is known of a job, by the names that its token has for it. */
type JobFacts = { readonly [Name in keyof GithubClaims]?: string };

/** The variable of a job's environment that says the same as a claim of its token (docs.github.com, "Variables reference"). */
export const GITHUB_VARIABLES = {
  repository: 'GITHUB_REPOSITORY',
  ref: 'GITHUB_REF',
  sha: 'GITHUB_SHA',
  workflow_ref: 'GITHUB_WORKFLOW_REF',
  event_name: 'GITHUB_EVENT_NAME',
  run_id: 'GITHUB_RUN_ID',
  run_attempt: 'GITHUB_RUN_ATTEMPT',
  runner_environment: 'RUNNER_ENVIRONMENT',
  repository_id: 'GITHUB_REPOSITORY_ID',
  repository_owner_id: 'GITHUB_REPOSITORY_OWNER_ID',
  actor_id: 'GITHUB_ACTOR_ID',
} as const satisfies { readonly [Name in keyof GithubClaims]?: string };

/** Ids in `internalParameters.github`: those of GitHub's own build type (actions/toolkit, packages/attest), and the workflows. */
const IDS = [
  'event_name',
  'repository_id',
  'repository_owner_id',
  'actor_id',
  'workflow_ref',
  'job_workflow_ref',
  'runner_environment',
] as const;

/** The job as its environment says: nobody vouches for that. */
export function githubJob(env: Environment): BuildPlace {
  const facts = Object.fromEntries(
    Object.entries(GITHUB_VARIABLES).map(([name, variable]) => [name, said(env[variable])]),
  ) as JobFacts;
  const place = githubPlace(facts, env, env['GITHUB_SERVER_URL'] ?? 'https://github.com');
  const { sha: commit, ref } = facts;
  return commit === undefined || ref === undefined ? place : { ...place, started: { commit, ref } };
}

/** What both ways of knowing a job have in common. The name of a job is in no token; it is for people. */
export function githubPlace(facts: JobFacts, env: Environment, server: string): BuildPlace {
  const ids: Record<string, string> = {};
  for (const name of IDS) if (facts[name] !== undefined) ids[name] = facts[name];
  const job = said(env['GITHUB_JOB']);
  const run = `${server}/${facts.repository ?? ''}/actions/runs/${facts.run_id ?? ''}`;
  return {
    builderId: BUILDERS['github-actions-job'].id,
    invocationId: `${run}/attempts/${facts.run_attempt ?? '1'}`,
    ci: { name: 'github', ids: job === undefined ? ids : { ...ids, job } },
  };
}

/** CI systems set variables to the empty string for what does not apply. */
function said(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
