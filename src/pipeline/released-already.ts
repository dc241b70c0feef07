import { policyOf } from '../actions/own-signer.js';
import { verifyImage } from '../actions/verify.js';
import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { parseReference } from '../model/reference.js';
import { openRepository } from '../registry/repository.js';
import { parseRequirements } from '../verification/requirements.js';
import { configurationDigest } from './configuration-digest.js';
import { imageInRegistry } from './images.js';
import { type ReleaseRun, type ReleaseService } from './world.js';

/**
 * What a repository holds under the tags that never move. The image itself, or none: go on (undefined). Another image that
 * carries verified provenance for the same commit and configuration: that is this release, made before (its digest).
 * @throws AcgsError `tag/moved` for anything else: such a tag names one image for ever
 */
export async function releasedAlready(
  run: ReleaseRun,
  service: ReleaseService,
  repository: string,
  digest: Digest,
): Promise<Digest | undefined> {
  const registry = openRepository(parseReference(repository), run.registry);
  for (const { name, immutable } of service.tags) {
    if (!immutable) continue;
    const found = (await registry.findManifest(name))?.descriptor.digest;
    if (found === undefined || found === digest) continue;
    if (await isSameRelease(run, service, repository, found)) return found;
    throw new AcgsError(
      'tag/moved',
      `${repository}:${name} is ${found}, and this release is ${digest}: such a tag never moves`,
      {
        next: ['release a new version or commit', `or see what is there: acgs inspect ${repository}:${name}`],
      },
    );
  }
  return undefined;
}

async function isSameRelease(
  run: ReleaseRun,
  service: ReleaseService,
  repository: string,
  digest: Digest,
): Promise<boolean> {
  if (run.signing.kind === 'nobody' || run.source.kind !== 'git' || run.dirtiness?.dirty === true)
    return false;
  const signer = await run.signer();
  const verification = await verifyImage(await imageInRegistry(repository, digest, run.registry), {
    policy: await policyOf(signer),
    anchors: signer.anchors,
    require: parseRequirements('signature,slsaprovenance1'),
  });
  if (!verification.verified) return false;
  const predicates = verification.subjects.flatMap(({ evidence }) =>
    evidence.map(({ result }) => result.statement?.predicate),
  );
  const wanted = { commit: run.source.commit, configuration: configurationDigest(run, service) };
  return predicates.some((predicate) => isOf(predicate, wanted));
}

/** Whether SLSA provenance of ours names this commit, a clean work tree and this configuration. */
function isOf(
  predicate: unknown,
  wanted: { readonly commit: string; readonly configuration: string },
): boolean {
  const at = (value: unknown, ...path: string[]): unknown =>
    path.reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
      value,
    );
  const internal = at(predicate, 'buildDefinition', 'internalParameters');
  const dependencies = at(predicate, 'buildDefinition', 'resolvedDependencies');
  const commits = Array.isArray(dependencies)
    ? dependencies.map((one) => at(one, 'digest', 'gitCommit'))
    : [];
  return (
    at(internal, 'workTree', 'state') === 'clean' &&
    at(internal, 'configuration') === wanted.configuration &&
    commits.includes(wanted.commit)
  );
}
