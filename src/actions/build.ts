import { relative } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { type ImageArtifact } from '../model/evidence.js';
import { type Reference } from '../model/reference.js';
import { type Digest } from '../model/digest.js';
import { buildImage, type BuildRoute, buildRoute, buildStage } from '../image/build-image.js';
import { type BuildRequest } from '../image/build-request.js';
import { allMaterials, type BuildkitProvenance, type Material } from '../image/buildkit-provenance.js';
import { digestInEngine } from '../image/engine-bases.js';
import { type NamedBase, type ResolveBase, resolveBases, type ResolvedBases } from '../image/bases.js';
import { imageLabels, type LabelFacts } from '../image/labels.js';
import { type LayerCache } from '../image/layer-cache.js';
import { type BuildRunOptions } from '../image/run-buildx.js';
import { openRepository } from '../registry/repository.js';
import { type RegistryOptions } from '../registry/options.js';
import { Engine } from '../system/docker.js';
import { factsOf } from '../system/files.js';

/** What `acgs build` and the step `build` need for one service. Paths are absolute. */
export interface BuildOptions extends BuildRunOptions {
  readonly service: string;
  /** Repository without registry. */
  readonly image: string;
  /** Project folder: the artifact names its layout relative to it. */
  readonly root: string;
  readonly layout: string;
  readonly request: Omit<BuildRequest, 'labels'>;
  /** Images that the stages in use name, and the names of all stages (see `basesOf`). */
  readonly bases: readonly NamedBase[];
  readonly stages: readonly string[];
  readonly labels: Omit<LabelFacts, 'base' | 'createdSeconds'>;
  /** Other layouts that may hold layers of the image, absolute. */
  readonly seeds?: readonly string[];
  /** Layers of all the user's builds; missing where it is not wanted. */
  readonly cache?: LayerCache;
  /** Stage that runs the tests; built after the image, exported nowhere. */
  readonly test?: { readonly target: string };
  readonly registry?: RegistryOptions;
  /** Default: the registry, then the engine. */
  readonly resolve?: ResolveBase;
  /** From {@link resolveBuildBases}, so that fingerprint and build speak of the same bases. */
  readonly resolved?: ResolvedBases;
}

export interface BuildResult {
  readonly artifact: ImageArtifact;
  readonly materials: readonly Material[];
  /** BuildKit's own records, by platform; large. */
  readonly provenance: readonly BuildkitProvenance[];
  readonly warnings: readonly string[];
  readonly builder: { readonly buildx: string; readonly driver: string; readonly engine?: string };
  readonly durationMs: number;
  /** Missing where the service has no test stage. */
  readonly testDurationMs?: number;
}

/**
 * Builds one service into its layout: bases resolved and pinned, labelled, tested.
 * @throws AcgsError `build/failed`, `tool/missing`, `engine/missing`, `engine/too-old`, `source/not-found`, `usage/invalid`
 */
export async function build(options: BuildOptions): Promise<BuildResult> {
  const { request, service, image, root, layout } = options;
  await assertFolder(request.context);
  const engine = await Engine.open();
  const route = await buildRoute(engine, request.builder, options.signal);
  const bases = options.resolved ?? (await resolved(options, engine, route));
  const { base } = bases;
  const facts = {
    ...options.labels,
    createdSeconds: request.sourceDateEpoch,
    ...(base === undefined ? {} : { base }),
  };
  const labels = imageLabels(facts);
  const pinned: BuildRequest = { ...request, buildContexts: bases.buildContexts, labels };
  const built = await buildImage(pinned, route, { ...options, engine, annotations: labels, layout });
  const testDurationMs =
    options.test === undefined
      ? undefined
      : await buildStage({ ...pinned, target: options.test.target, platforms: [] }, route, options);
  return {
    artifact: {
      service,
      image,
      layout: relative(root, layout),
      digest: built.digest,
      platforms: built.platforms,
      bases: bases.bases,
    },
    materials: allMaterials(built.provenance),
    provenance: built.provenance,
    warnings: [...bases.warnings, ...built.warnings],
    builder: built.builder,
    durationMs: built.durationMs,
    ...(testDurationMs === undefined ? {} : { testDurationMs }),
  };
}

/** Base images as they are now: for the plan, the fingerprint and the build itself. */
export async function resolveBuildBases(options: BuildOptions): Promise<ResolvedBases> {
  const engine = await Engine.open();
  return await resolved(options, engine, await buildRoute(engine, options.request.builder, options.signal));
}

async function resolved(options: BuildOptions, engine: Engine, route: BuildRoute): Promise<ResolvedBases> {
  const resolve = options.resolve ?? resolver(engine, route, options);
  return await resolveBases(options.bases, options.request.buildContexts, options.stages, resolve);
}

/** Asks the registry, which everybody sees; then the engine, where an image may have been built and never pushed. */
function resolver(engine: Engine, route: BuildRoute, options: BuildOptions): ResolveBase {
  return async (reference: Reference): Promise<Digest | undefined> => {
    const tag = reference.digest ?? reference.tag ?? 'latest';
    let failure: unknown;
    try {
      const found = await openRepository(reference, options.registry ?? {}).findManifest(tag);
      if (found !== undefined) return found.descriptor.digest;
    } catch (error) {
      if (error instanceof AcgsError && error.code === 'run/interrupted') throw error;
      failure = error;
    }
    const { state, driver } = route;
    const local =
      state !== undefined && driver === 'docker'
        ? await digestInEngine(engine, state, reference, options.signal)
        : undefined;
    if (local === undefined && failure !== undefined) throw failure;
    return local;
  };
}

async function assertFolder(context: string): Promise<void> {
  if ((await factsOf(context))?.kind === 'directory') return;
  throw new AcgsError('source/not-found', `the build context ${context} is not a folder`, {
    next: ['check `context` of the service in acgs.yaml'],
  });
}
