import { randomBytes } from 'node:crypto';
import { AcgsError } from '../model/errors.js';
import { monotonic } from '../system/clock.js';
import { remove } from '../system/files.js';
import { type Engine } from '../system/docker.js';
import { assertRecentEngine, type EngineState } from '../system/docker/state.js';
import { type BuildRequest } from './build-request.js';
import { type Buildx, builderDriver, currentBuilder, findBuildx } from './buildx.js';
import { type ExportedLayout, exportLayout } from './export-layout.js';
import { finishLayout, type FinishedLayout } from './finish-layout.js';
import { type LayerCache } from './layer-cache.js';
import { type BuildRunOptions, runBuildx } from './run-buildx.js';
import { unpackSavedImage } from './saved-image.js';
import { draftOf, settleLayout } from './settle-layout.js';

export interface BuildImageOptions extends BuildRunOptions {
  readonly engine: Engine;
  /** Absolute path of the layout folder; replaced as a whole, or kept when it holds the same image. */
  readonly layout: string;
  /** Other layouts that may hold layers of the image, absolute; its own former one is known. */
  readonly seeds?: readonly string[];
  /** Where layers are found and kept for builds elsewhere. */
  readonly cache?: LayerCache;
  /** Annotations of the image index. */
  readonly annotations: Readonly<Record<string, string>>;
}

export interface BuiltImage extends FinishedLayout {
  readonly warnings: readonly string[];
  readonly durationMs: number;
  /** What built it, for the provenance. `engine` is missing for a builder that is not the local engine's. */
  readonly builder: { readonly buildx: string; readonly driver: string; readonly engine?: string };
}

/** How this machine builds: the tool, the driver behind it, and whether that can write OCI layouts itself. */
export interface BuildRoute {
  readonly buildx: Buildx;
  readonly driver: string;
  readonly state?: EngineState;
  readonly exportsLayouts: boolean;
}

/**
 * Chooses the way to an OCI layout: BuildKit's own export, or `docker save` for an engine without the containerd store.
 * @throws AcgsError `tool/missing`, `engine/missing`, `engine/too-old`, `usage/invalid`
 */
export async function buildRoute(
  engine: Engine,
  builder?: string,
  signal?: AbortSignal,
): Promise<BuildRoute> {
  const buildx = await findBuildx();
  const chosen = builder ?? (await currentBuilder());
  if (chosen !== undefined) {
    const driver = await builderDriver(buildx, chosen);
    if (driver !== 'docker') return { buildx, driver, exportsLayouts: true };
  }
  const state = await engine.state(signal);
  assertRecentEngine(state);
  return { buildx, driver: 'docker', state, exportsLayouts: state.containerdStore };
}

/**
 * Builds an image into a layout of ours. Nothing is seen at `layout` until all of it is there and hashed.
 * @throws AcgsError `build/failed` and what {@link buildRoute} and {@link finishLayout} throw
 */
export async function buildImage(
  request: BuildRequest,
  route: BuildRoute,
  options: BuildImageOptions,
): Promise<BuiltImage> {
  const from = monotonic();
  const { layout, seeds = [] } = options;
  const draft = await draftOf(layout);
  try {
    const { finished, warnings } = route.exportsLayouts
      ? await exportLayout(route.buildx, request, draft, { ...options, seeds: [layout, ...seeds] })
      : await buildAndSave(request, route, options, draft);
    await settleLayout(draft, layout, finished.digest);
    const { buildx, driver, state } = route;
    const builder = {
      buildx: buildx.version,
      driver,
      ...(driver === 'docker' && state !== undefined ? { engine: state.version } : {}),
    };
    return { ...finished, warnings, builder, durationMs: Math.round(monotonic() - from) };
  } catch (error) {
    await remove(draft);
    throw error;
  }
}

/** Builds a stage for its success alone: the tests of a service. Returns its duration in milliseconds. */
export async function buildStage(
  request: BuildRequest,
  route: BuildRoute,
  options: BuildRunOptions,
): Promise<number> {
  const from = monotonic();
  await runBuildx(route.buildx, request, { kind: 'nothing' }, options);
  return Math.round(monotonic() - from);
}

async function buildAndSave(
  request: BuildRequest,
  route: BuildRoute,
  options: BuildImageOptions,
  draft: string,
): Promise<ExportedLayout> {
  if (request.platforms.length > 1)
    throw new AcgsError(
      'build/failed',
      `expected one platform, got ${request.platforms.length}: this engine keeps images in its classic store`,
      {
        next: [
          'turn on the containerd image store: https://docs.docker.com/go/containerd-image-store/',
          'or build with --builder (docker-container, kubernetes, remote)',
        ],
      },
    );
  const { engine } = options;
  const name = `acgs-build-${randomBytes(8).toString('hex')}:draft`;
  try {
    const warnings = await runBuildx(route.buildx, request, { kind: 'engine', name }, options);
    await unpackSavedImage(await engine.saveImage(name, options.signal), draft);
    return { finished: await finishLayout(draft, options.annotations), warnings };
  } finally {
    await engine.removeImage(name);
  }
}
