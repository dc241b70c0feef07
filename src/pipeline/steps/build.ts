import { z } from 'zod';
import { build as buildService, type BuildOptions, resolveBuildBases } from '../../actions/build.js';
import { type ResolvedBases } from '../../image/bases.js';
import { buildInputs } from '../../image/fingerprint.js';
import { imageLabels } from '../../image/labels.js';
import { layerCache } from '../../image/layer-cache.js';
import { findBuildx } from '../../image/buildx.js';
import { parseDigest } from '../../model/digest.js';
import { timestamp } from '../../system/clock.js';
import { buildOptionsOf } from '../build-options.js';
import { artifactSchema } from '../artifact-schema.js';
import { onceFor } from '../once-for.js';
import { assertWholeLayout, isWholeLayout } from '../whole-layout.js';
import { serviceSource } from '../service-source.js';
import { buildxTool, engineTool } from '../tools/engine-tool.js';
import { defineStep, type ReleaseRun, type ReleaseService } from '../world.js';
import { lint } from './lint.js';

const output = z.object({
  subject: z.string().transform(parseDigest),
  artifact: artifactSchema,
  materials: z.array(z.object({ uri: z.string(), digest: z.record(z.string(), z.string()) })),
  builder: z.object({ buildx: z.string(), driver: z.string(), engine: z.string().exactOptional() }),
  warnings: z.array(z.string()),
  /** Files in the image's context that git ignores. */
  gitIgnored: z.array(z.string()),
  startedOn: z.string(),
  finishedOn: z.string(),
  durationMs: z.number(),
  testDurationMs: z.number().exactOptional(),
});

const bases = new WeakMap<ReleaseService, Promise<ResolvedBases>>();

/** Resolved once: for the fingerprint and for the build itself, so that both speak of the same bases. */
function basesOf(service: ReleaseService, options: BuildOptions): Promise<ResolvedBases> {
  const known = bases.get(service);
  if (known !== undefined) return known;
  const resolving = resolveBuildBases(options);
  bases.set(service, resolving);
  return resolving;
}

/** Layouts that the run has built, absolute: images share the layers of a base. */
const builtIn = onceFor<ReleaseRun, Set<string>>(() => new Set());

/** Builds the image of a service, for all its platforms, into a layout whose index is ours. */
export const build = defineStep({
  id: 'build',
  title: 'Build the image',
  per: 'service',
  needs: [lint],
  output,
  requires: () => [engineTool, buildxTool],
  check() {
    // what its variables say is read again when it is used; a wrong one is told before anything runs
    layerCache();
    return Promise.resolve(undefined);
  },
  plan({ run, service }) {
    const cache = layerCache();
    return [
      {
        kind: 'engine',
        detail: `build ${service.platforms.join(', ')} of ${service.name} with BuildKit`,
        leaves: run.options.builder !== undefined,
      },
      { kind: 'file', detail: `write the OCI layout ${service.layout}`, leaves: false },
      ...(cache === undefined
        ? []
        : [
            {
              kind: 'file',
              detail: `keep its layers in ${cache.folder} for later builds`,
              leaves: false,
            } as const,
          ]),
    ];
  },
  async fingerprint(_inputs, { run, service, signal }) {
    const source = await serviceSource(run, service, signal);
    const options = { ...buildOptionsOf(run, service, source), signal };
    const resolved = await basesOf(service, options);
    const { base } = resolved;
    const labels = imageLabels({
      ...options.labels,
      createdSeconds: service.epoch,
      ...(base === undefined ? {} : { base }),
    });
    return buildInputs(
      { ...options.request, buildContexts: resolved.buildContexts, labels },
      {
        contexts: source.digest,
        bases: resolved.bases,
        buildx: (await findBuildx()).version,
        test: service.settings.test?.target,
      },
    );
  },
  outputsThere: async ({ artifact }, _inputs, { run }) => await isWholeLayout(run.root, artifact),
  async recheck(out, _inputs, { run }) {
    await assertWholeLayout(run.root, out.artifact);
    return undefined;
  },
  async run(_inputs, { run, service, signal, emit }) {
    const source = await serviceSource(run, service, signal);
    const options = buildOptionsOf(run, service, source);
    const resolved = await basesOf(service, { ...options, signal });
    const startedOn = timestamp();
    const result = await buildService({
      ...options,
      resolved,
      signal,
      seeds: [...builtIn(run)],
      onLine: (line) => {
        emit.line(line);
      },
    });
    builtIn(run).add(options.layout);
    const dynamic = source.images.dynamic.map(
      (name) => `base image ${name}: its name depends on the platform, so it is not pinned`,
    );
    const warnings = [...result.warnings, ...dynamic];
    warnings.forEach((warning) => {
      emit.warning(warning);
    });
    return {
      subject: result.artifact.digest,
      artifact: {
        ...result.artifact,
        platforms: [...result.artifact.platforms],
        bases: [...result.artifact.bases],
      },
      materials: result.materials.map(({ uri, digest }) => ({ uri, digest: { ...digest } })),
      builder: result.builder,
      warnings,
      gitIgnored: [...source.gitIgnored],
      startedOn,
      finishedOn: timestamp(),
      durationMs: result.durationMs,
      ...(result.testDurationMs === undefined ? {} : { testDurationMs: result.testDurationMs }),
    };
  },
});
