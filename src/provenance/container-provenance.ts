import { type Digest, isDigest, hexOf } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { type BaseImage } from '../model/evidence.js';
import { PREDICATE } from '../model/predicate-types.js';
import { type ResourceDescriptor, type Statement, STATEMENT_V1 } from '../model/statement.js';
import { CONTAINER_BUILD_TYPE } from './build-type.js';
import { gitDependency, type SourceFacts } from './git-dependency.js';
import { type BuildMaterial, imageDependencies } from './image-dependencies.js';
import { publicBuildArgs } from './secret-parameters.js';
import { type SlsaProvenance } from './slsa-types.js';
import { imageSubjects } from './subjects.js';
import { assertValidProvenance } from './validate-provenance.js';

/** A file that the run left beside the image, e.g. the build log. */
export interface Byproduct {
  readonly name: string;
  readonly digest: Digest;
  readonly mediaType?: string;
}

/** All that is known of the build of one image. */
export interface BuildFacts {
  readonly image: string;
  /** Digest of the index. */
  readonly index: Digest;
  /** Digests of the platform manifests. */
  readonly manifests: readonly Digest[];
  readonly source: SourceFacts;
  /** Relative to the repository, `.` for its root. */
  readonly context: string;
  readonly dockerfile: string;
  readonly target?: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Named contexts as the configuration writes them: paths relative to it, references, URLs. */
  readonly buildContexts?: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
  /** Ids of build secrets; values never come here. */
  readonly secrets: readonly string[];
  /** Seconds since 1970. */
  readonly sourceDateEpoch: number;
  readonly bases: readonly BaseImage[];
  readonly materials: readonly BuildMaterial[];
  readonly builderId: string;
  /** Component → version: `{ acgs, buildx, docker }`. */
  readonly versions: Readonly<Record<string, string>>;
  /** Ids of the CI job that internalParameters name. */
  readonly ci?: { readonly name: 'github' | 'gitlab'; readonly ids: Readonly<Record<string, string>> };
  /** Globally unique: the CI run's URL, else `urn:uuid:…`. */
  readonly invocationId: string;
  /** RFC 3339 in UTC. */
  readonly startedOn: string;
  readonly finishedOn: string;
  readonly byproducts: readonly Byproduct[];
  /** Digest of the configuration that shaped the release: with the commit it tells whether two releases are one. */
  readonly configuration?: Digest;
  /** The constant label of the platform that the image belongs to; missing where it is turned off. */
  readonly constitutionalHash?: string;
}

/** A statement of how an image was built, and the build arguments whose values were hidden in it. */
export interface ContainerProvenance {
  readonly statement: Statement<SlsaProvenance>;
  readonly redacted: readonly string[];
}

/**
 * States how an image was built: in-toto Statement v1, SLSA provenance v1, about the index and every platform manifest.
 * The SLSA level does not stand in it: that is the verifier's to establish (DESIGN, rules of trust 14).
 * @throws AcgsError `source/not-git` (a commit that is none), `internal/bug` (facts that make no valid provenance)
 */
export function containerProvenance(facts: BuildFacts): ContainerProvenance {
  const { source } = facts;
  const { buildArgs, redacted } = publicBuildArgs(facts.buildArgs);
  const git = gitDependency(source);
  const predicate: SlsaProvenance = {
    buildDefinition: {
      buildType: CONTAINER_BUILD_TYPE,
      externalParameters: {
        source: { repository: source.repository ?? '', ref: source.ref ?? '' },
        context: facts.context,
        dockerfile: facts.dockerfile,
        target: facts.target ?? '',
        buildArgs,
        buildContexts: publicBuildArgs(facts.buildContexts ?? {}).buildArgs,
        platforms: [...facts.platforms].sort(),
        secrets: [...facts.secrets].sort(),
      },
      internalParameters: {
        sourceDateEpoch: String(facts.sourceDateEpoch),
        workTree: {
          state: source.commit === undefined ? 'no-commit' : source.dirty ? 'dirty' : 'clean',
          revision: source.revision ?? source.commit ?? '',
          ...named('changed', source.changed),
          ...named('ignored', source.ignored),
        },
        ...(facts.configuration === undefined ? {} : { configuration: facts.configuration }),
        ...(facts.constitutionalHash === undefined ? {} : { constitutionalHash: facts.constitutionalHash }),
        ...(facts.ci === undefined ? {} : { [facts.ci.name]: facts.ci.ids }),
      },
      resolvedDependencies: [
        ...(git === undefined ? [] : [git]),
        ...imageDependencies(facts.bases, facts.materials),
      ],
    },
    runDetails: {
      builder: { id: facts.builderId, version: facts.versions },
      metadata: {
        invocationId: facts.invocationId,
        startedOn: facts.startedOn,
        finishedOn: facts.finishedOn,
      },
      byproducts: facts.byproducts.map(byproduct),
    },
  };
  const statement: Statement<SlsaProvenance> = {
    _type: STATEMENT_V1,
    subject: imageSubjects(facts.image, [facts.index, ...facts.manifests]),
    predicateType: PREDICATE.slsaProvenance1,
    predicate,
  };
  assertValidProvenance(statement);
  return { statement, redacted };
}

/** A folder of dependencies may hold 100,000 ignored files: provenance names some and counts all (in-toto/witness#446). */
const MOST_NAMED = 500;

function named<Key extends 'changed' | 'ignored'>(
  key: Key,
  files: readonly string[],
): Record<Key, readonly string[]> & Record<`${Key}Count`, number> {
  return { [key]: [...files].sort().slice(0, MOST_NAMED), [`${key}Count`]: files.length } as Record<
    Key,
    readonly string[]
  > &
    Record<`${Key}Count`, number>;
}

function byproduct({ name, digest, mediaType }: Byproduct): ResourceDescriptor {
  if (!isDigest(digest)) throw new AcgsError('internal/bug', `the byproduct ${name} has no digest`);
  return { name, digest: { sha256: hexOf(digest) }, ...(mediaType === undefined ? {} : { mediaType }) };
}
