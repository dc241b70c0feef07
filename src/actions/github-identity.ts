import { AcgsError } from '../model/errors.js';
import { type Expectation, type IdentityPolicy } from '../verification/identity-policy.js';
import { type FulcioExtension } from '../model/fulcio-extensions.js';

/** A workflow on GitHub as the user names it. */
export interface GithubIdentity {
  /** `--github-repo OWNER/REPO`. */
  readonly repository: string;
  /** `--github-workflow`: `release.yml`, a path, or `OWNER/REPO/.github/workflows/x.yml` of a reusable one. */
  readonly workflow?: string;
  /** `--github-ref`: `refs/tags/v1`. */
  readonly ref?: string;
  readonly sha?: string;
  /** `push`, `workflow_dispatch`… */
  readonly trigger?: string;
  /** `github-hosted` or `self-hosted`. */
  readonly runnerEnvironment?: string;
  /** `--any-workflow`: any workflow of the repository will do, said aloud. */
  readonly anyWorkflow?: boolean;
}

const SERVER = 'https://github.com';
const ISSUER = 'https://token.actions.githubusercontent.com';
const NAME = /^[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+$/;
const FOLDER = '.github/workflows';

/**
 * The identity of a GitHub workflow. The repository alone is not enough: any workflow in it could have signed, and in 2026
 * packages with valid provenance of the right repository were malicious (CVE-2026-45321).
 * @throws AcgsError `verify/no-identity`, `usage/invalid`
 */
export function githubIdentity(
  github: GithubIdentity,
  said: { readonly subject: Expectation | undefined; readonly issuer: Expectation | undefined },
): IdentityPolicy {
  const { repository, workflow, ref } = github;
  if (!NAME.test(repository))
    throw new AcgsError(
      'usage/invalid',
      `expected --github-repo OWNER/REPO, got "${repository.slice(0, 100)}"`,
    );
  if (said.subject !== undefined && (workflow !== undefined || github.anyWorkflow === true))
    throw new AcgsError('usage/invalid', 'expected --certificate-identity or --github-workflow, got both');
  if (workflow === undefined && github.anyWorkflow !== true && said.subject === undefined)
    throw new AcgsError('verify/no-identity', 'expected the workflow that signs, got only its repository', {
      next: ['add --github-workflow FILE', 'or --any-workflow if every workflow of the repository may sign'],
    });
  const claims: Partial<Record<FulcioExtension, Expectation>> = {
    sourceRepositoryURI: { literal: `${SERVER}/${repository}` },
    ...claim('sourceRepositoryRef', ref),
    ...claim('sourceRepositoryDigest', github.sha),
    ...claim('buildTrigger', github.trigger),
    ...claim('runnerEnvironment', github.runnerEnvironment),
  };
  return {
    subject: said.subject ?? workflowSubject(repository, workflow, ref),
    issuer: said.issuer ?? { literal: ISSUER },
    claims,
  };
}

function claim(
  name: FulcioExtension,
  literal: string | undefined,
): Partial<Record<FulcioExtension, Expectation>> {
  return literal === undefined ? {} : { [name]: { literal } };
}

/** The subject is the workflow file at a ref; that of a reusable workflow lies in its own repository, at its own ref. */
function workflowSubject(
  repository: string,
  workflow: string | undefined,
  ref: string | undefined,
): Expectation {
  if (workflow === undefined) return { pattern: `${quote(`${SERVER}/${repository}/${FOLDER}/`)}[^@]+@.+` };
  const reusable = /^[^/]+\/[^/]+\/\.github\/workflows\/[^/]+$/.test(workflow);
  const path = reusable
    ? workflow
    : `${repository}/${workflow.startsWith(`${FOLDER}/`) ? workflow : `${FOLDER}/${workflow}`}`;
  if (!reusable && ref !== undefined) return { literal: `${SERVER}/${path}@${ref}` };
  return { pattern: `${quote(`${SERVER}/${path}@`)}.+` };
}

function quote(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
