import { type ResourceDescriptor } from '../model/statement.js';

/**
 * SLSA provenance v1 (slsa, spec/build-provenance.md). No extension fields anywhere but inside the parameter objects:
 * slsa-verifier decodes with DisallowUnknownFields, so one key too many makes it refuse the whole.
 */
export interface SlsaProvenance {
  readonly buildDefinition: BuildDefinition;
  readonly runDetails: RunDetails;
}

export interface BuildDefinition {
  readonly buildType: string;
  readonly externalParameters: ContainerParameters;
  readonly internalParameters: InternalParameters;
  readonly resolvedDependencies: readonly ResourceDescriptor[];
}

/** What the user asked for; a verifier should refuse keys that it does not know. */
export interface ContainerParameters {
  /** Empty texts where the source has no public repository or no ref. */
  readonly source: { readonly repository: string; readonly ref: string };
  /** Build context relative to the repository. */
  readonly context: string;
  /** Relative to the repository. */
  readonly dockerfile: string;
  /** Empty: the last stage. */
  readonly target: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Named contexts as the user wrote them; images among them are resolved dependencies. */
  readonly buildContexts: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
  /** Names of secrets, never their values. */
  readonly secrets: readonly string[];
}

/** What the builder set: true, but not the user's to choose. */
export interface InternalParameters {
  readonly sourceDateEpoch: string;
  readonly workTree: WorkTree;
  /** The constant label of a platform (model/constitutional-hash.ts): a mark, no digest of anything. */
  readonly constitutionalHash?: string;
  /** Ids of the CI job, by the CI's name: `github`, `gitlab`. */
  readonly github?: Readonly<Record<string, string>>;
  readonly gitlab?: Readonly<Record<string, string>>;
}

/** How the files that were built differ from the commit. */
export interface WorkTree {
  readonly state: 'clean' | 'dirty' | 'no-commit';
  /** Commit that last touched the service's contexts or Dockerfile: the image's revision label. */
  readonly revision: string;
  /** Changed and untracked files that the build could see; the first of them by name, all counted. */
  readonly changed: readonly string[];
  readonly changedCount: number;
  /** Git-ignored files in the context: they could be built in, and no commit knows them. */
  readonly ignored: readonly string[];
  readonly ignoredCount: number;
}

export interface RunDetails {
  readonly builder: {
    readonly id: string;
    /** Component → version: acgs, buildkit, docker. */
    readonly version: Readonly<Record<string, string>>;
  };
  readonly metadata: {
    readonly invocationId: string;
    /** RFC 3339 in UTC. */
    readonly startedOn: string;
    readonly finishedOn: string;
  };
  readonly byproducts: readonly ResourceDescriptor[];
}
