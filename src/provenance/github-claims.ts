import { z } from 'zod';
import { AcgsError } from '../model/errors.js';

const number = z.string().regex(/^\d+$/);
/** `OWNER/REPO/PATH@REF`; path and ref may hold an `@` too. */
const workflow = z.string().regex(/^[\w.-]+\/[\w.-]+\/\S+@\S+$/);

const schema = z.object({
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  ref: z.string().regex(/^refs\/\S+$/),
  sha: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/),
  workflow_ref: workflow,
  job_workflow_ref: workflow,
  event_name: z.string().regex(/^\w+$/),
  run_id: number,
  run_attempt: number,
  runner_environment: z.string().regex(/^[\w-]+$/),
  repository_id: number.exactOptional(),
  repository_owner_id: number.exactOptional(),
  actor_id: number.exactOptional(),
});

/** What the identity token of a GitHub Actions job says of the job (docs.github.com, "OpenID Connect reference"). */
export type GithubClaims = z.output<typeof schema>;

/**
 * Reads the claims of a token, in GitHub's form; undefined where it is no token of a GitHub job (a person's, another CI's).
 * @throws AcgsError `identity/invalid`
 */
export function githubClaims(claims: Readonly<Record<string, unknown>>): GithubClaims | undefined {
  if (claims['job_workflow_ref'] === undefined) return undefined;
  const { success, data, error } = schema.safeParse(claims);
  if (success) return data;
  const wrong = [...new Set(error.issues.map(({ path }) => path.join('.')))].join(', ');
  throw new AcgsError(
    'identity/invalid',
    `the identity token is not as GitHub gives it to a job: ${wrong} missing or of another form`,
  );
}
