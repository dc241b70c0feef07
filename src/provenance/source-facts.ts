import { type BuildPlace } from './build-place.js';
import { type SourceFacts } from './git-dependency.js';

/** What the source room knows, in words that need no git. */
export interface KnownSource {
  readonly commit?: string;
  /** Public https URL. */
  readonly remote?: string;
  readonly branch?: string;
  /** A version tag at HEAD, as git has it. */
  readonly tag?: string;
  /** Commit that last touched the service. */
  readonly revision?: string;
  readonly dirty: boolean;
  readonly changed: readonly string[];
  readonly ignored: readonly string[];
}

/**
 * The facts of the source: the ref is the one that CI started for this very commit, else the branch that is checked out,
 * else the version tag at HEAD; a ref that belongs to another commit is never taken. The same commit is of the repository that
 * the job's identity names, whatever the checkout calls its remote.
 */
export function sourceFacts(known: KnownSource, place: BuildPlace): SourceFacts {
  const { commit, remote, branch, tag, revision, dirty, changed, ignored } = known;
  const fromCi = place.started?.commit === commit ? place.started : undefined;
  const repository = fromCi?.repository ?? remote;
  const ref =
    fromCi?.ref ??
    (branch === undefined ? (tag === undefined ? undefined : `refs/tags/${tag}`) : `refs/heads/${branch}`);
  return {
    ...(commit === undefined ? {} : { commit }),
    ...(repository === undefined ? {} : { repository }),
    ...(ref === undefined ? {} : { ref }),
    ...(revision === undefined ? {} : { revision }),
    dirty,
    changed,
    ignored,
  };
}
