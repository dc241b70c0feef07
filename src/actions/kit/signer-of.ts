import { type Configuration } from '../../config/configuration.js';
import { type Repository, type SignerIdentity } from '../../kits/platform.js';

/** What the GitHub kits name the workflow that signs. */
const RELEASE_WORKFLOW = '.github/workflows/slsa-release.yml';
/** What GitLab runs unless a project says else; in a certificate two slashes stand before it (fulcio, docs/oidc.md). */
const GITLAB_PIPELINE = '.gitlab-ci.yml';
const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/**
 * Who signs a release: the identity that acgs.yaml verifies against, else its key, else the release workflow (on
 * GitLab: the pipeline) of the repository at a version tag.
 */
export function signerOf({ verify, sign }: Configuration, repository: Repository): SignerIdentity {
  const key = verify.key ?? sign.key;
  if (verify.identity === undefined && key !== undefined)
    return { kind: 'key', publicKey: publicKeyOf(verify.key, key) };
  const {
    certificateIdentity,
    certificateIdentityRegexp,
    certificateOidcIssuer,
    githubRepo,
    githubWorkflow,
    githubRef,
  } = verify.identity ?? {};
  // As `acgs verify --github-repo` has it: a repository that is named is github.com's.
  const host = githubRepo === undefined ? repository.host : 'github.com';
  const repo = githubRepo ?? `${repository.owner}/${repository.name}`;
  const onGitLab = isGitLab(host);
  const workflow = githubWorkflow ?? (onGitLab ? GITLAB_PIPELINE : RELEASE_WORKFLOW);
  const ref = githubRef === undefined ? String.raw`refs/tags/v[0-9]+\.[0-9]+\.[0-9]+` : escaped(githubRef);
  return {
    kind: 'keyless',
    identityRegexp:
      certificateIdentityRegexp ??
      (certificateIdentity === undefined
        ? `${escaped(`https://${host}/${repo}/${onGitLab ? '/' : ''}${workflow}@`)}${ref}`
        : escaped(certificateIdentity)),
    issuer: certificateOidcIssuer ?? issuerOf(host),
    workflow,
  };
}

/** The file that `acgs keys generate` writes beside the private one; for a key in a KMS or a variable the usual name. */
function publicKeyOf(verifyKey: string | undefined, key: string): string {
  if (verifyKey !== undefined && !verifyKey.includes('://')) return verifyKey;
  return key.includes('://') ? 'cosign.pub' : key.replace(/\.key$/, '.pub');
}

/** gitlab.com, or a server of one's own by its usual name. */
function isGitLab(host: string): boolean {
  return host.startsWith('gitlab.');
}

/** Who issues the tokens of a job: GitHub, GitLab (docs.gitlab.com, "OpenID Connect (OIDC) Authentication Using ID Tokens"), or a GitHub Enterprise Server. */
function issuerOf(host: string): string {
  if (isGitLab(host)) return `https://${host}`;
  return host === 'github.com' ? GITHUB_ISSUER : `https://${host}/_services/token`;
}

/** Text as a pattern that matches it alone. */
function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
