import { type Configuration } from '../../config/configuration.js';
import { type Repository, type SignerIdentity } from '../../kits/platform.js';

/** What the GitHub kits name the workflow that signs. */
const RELEASE_WORKFLOW = '.github/workflows/slsa-release.yml';
const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/**
 * Who signs a release: the identity that acgs.yaml verifies against, else its key, else the release workflow of the
 * repository at a version tag.
 */
export function signerOf({ verify, sign }: Configuration, repository: Repository): SignerIdentity {
  const key = verify.key ?? sign.key;
  if (verify.identity === undefined && key !== undefined)
    return { kind: 'key', publicKey: key.replace(/\.key$/, '.pub') };
  const {
    certificateIdentity,
    certificateIdentityRegexp,
    certificateOidcIssuer,
    githubRepo,
    githubWorkflow,
    githubRef,
  } = verify.identity ?? {};
  const repo = githubRepo ?? `${repository.owner}/${repository.name}`;
  const workflow = githubWorkflow ?? RELEASE_WORKFLOW;
  const ref = githubRef === undefined ? String.raw`refs/tags/v[0-9]+\.[0-9]+\.[0-9]+` : escaped(githubRef);
  return {
    kind: 'keyless',
    identityRegexp:
      certificateIdentityRegexp ??
      (certificateIdentity === undefined
        ? `${escaped(`https://github.com/${repo}/${workflow}@`)}${ref}`
        : escaped(certificateIdentity)),
    issuer: certificateOidcIssuer ?? GITHUB_ISSUER,
    workflow,
  };
}

/** Text as a pattern that matches it alone. */
function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
