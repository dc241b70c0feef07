import { AcgsError } from '../model/errors.js';
import { type ResourceDescriptor } from '../model/statement.js';

/** What git says of the tree that was built. */
export interface SourceFacts {
  /** Full hash of HEAD; missing without a commit. */
  readonly commit?: string;
  /** Public https URL; missing for a repository without a remote. */
  readonly repository?: string;
  /** `refs/heads/main`, `refs/tags/v1.0.0`; missing when HEAD is detached. */
  readonly ref?: string;
  readonly dirty: boolean;
  readonly revision?: string;
  readonly changed: readonly string[];
  readonly ignored: readonly string[];
}

const FULL_COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** The hash of nothing: what tools write that do not know the commit. */
const NO_COMMIT = /^0+$/;

/**
 * The git source as a dependency: `git+https://host/repo@ref` with the full commit. Nothing where there is no commit.
 * @throws AcgsError `source/not-git` for a commit that is abbreviated or a placeholder: it would name no source
 */
export function gitDependency(source: SourceFacts): ResourceDescriptor | undefined {
  if (source.commit === undefined) return undefined;
  if (!FULL_COMMIT.test(source.commit) || NO_COMMIT.test(source.commit))
    throw new AcgsError(
      'source/not-git',
      `expected the full id of a commit, got "${source.commit.slice(0, 70)}"`,
      {
        next: ['build from a git checkout that has the commit'],
      },
    );
  const digest = { gitCommit: source.commit };
  if (source.repository === undefined) return { name: 'source', digest };
  assertPublic(source.repository);
  const at = source.ref === undefined ? '' : `@${source.ref}`;
  return { uri: `git+${source.repository}${at}`, digest };
}

/** A user or password in the URL would be published with the image (GHSA-gc89-7gcr-jxqc). */
function assertPublic(repository: string): void {
  const url = URL.canParse(repository) ? new URL(repository) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new AcgsError(
      'internal/bug',
      'expected the public URL of the repository, without user, password or query',
    );
}
