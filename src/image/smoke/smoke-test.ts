import { randomBytes } from 'node:crypto';
import { type EngineState } from '../../system/docker/state.js';
import { type Engine } from '../../system/docker.js';
import { AcgsError } from '../../model/errors.js';
import { type PlatformImage } from '../../model/evidence.js';
import { formatPlatform } from '../../model/platform.js';
import { monotonic } from '../../system/clock.js';
import { interruption } from '../../system/interruption.js';
import { containerOptions } from './container-options.js';
import { healthCheckOf } from './health-check.js';
import { type SmokeSettings } from './settings.js';
import { loadImage } from './load-image.js';
import { loadMissing } from './load-missing.js';
import { smokeOwner } from './owner.js';
import { SMOKE_NAME, sweepForgotten } from './sweep.js';
import { throwAwayImage } from './throw-away-image.js';
import { watchContainer } from './watch-container.js';

export interface SmokeTestOptions {
  readonly engine: Engine;
  readonly state: EngineState;
  /** Absolute path of the layout. */
  readonly layout: string;
  readonly image: PlatformImage;
  readonly settings: SmokeSettings;
  readonly onLine?: (line: string) => void;
  /** Takes the cleaning up after a success, so that nobody need wait for it; default: it is waited for. */
  readonly later?: (cleaning: Promise<void>) => void;
  readonly signal?: AbortSignal;
}

export type SmokeOutcome =
  | {
      readonly status: 'passed';
      /** What was seen. */
      readonly observed: 'healthy' | 'running' | 'exit0';
      readonly warnings: readonly string[];
      readonly durationMs: number;
    }
  | { readonly status: 'skipped'; readonly reason: string };

/** Why this engine cannot run a platform; undefined if it can. */
function cannotRun(image: PlatformImage, state: EngineState): string | undefined {
  const { os, architecture } = image.platform;
  if (os === state.platform.os && architecture === state.platform.architecture) return undefined;
  return `${formatPlatform(image.platform)} does not run on this machine (${formatPlatform(state.platform)})`;
}

/**
 * Runs one platform of the image as production would and waits until it is what is expected of it. The container and
 * the loaded image are removed in every case, an interruption included; after a success by `later`, if it is given.
 * @throws AcgsError `smoke/unhealthy`; `evidence/tampered` when the engine runs other bytes than the layout's
 */
export async function smokeTest(options: SmokeTestOptions): Promise<SmokeOutcome> {
  const { engine, state, image, settings, signal } = options;
  const reason = cannotRun(image, state);
  if (reason !== undefined) return { status: 'skipped', reason };
  const from = monotonic();
  const tell = options.onLine ?? ((): void => undefined);
  await sweepForgotten(engine, tell, signal);
  const owner = await smokeOwner();
  const name = `${SMOKE_NAME}${randomBytes(8).toString('hex')}`;
  const tag = `${name}:${owner}`;
  let cleaning: Promise<void> | undefined;
  const loaded = await throwAwayImage(options.layout, image, `docker.io/library/${tag}`);
  try {
    const how = { tell, ...(signal === undefined ? {} : { signal }) };
    if (state.containerdStore) await loadMissing(engine, options.layout, loaded, how);
    else await loadImage(engine, (padTo) => loaded.tar({ padTo }), how);
    await assertLoaded(options, tag);
    const healthCheck = healthCheckOf(loaded.config);
    tell(`loaded ${formatPlatform(image.platform)} ${image.manifest}`);
    // Not cut off: the engine would go on and make the container after we have removed what was there.
    await engine.createContainer(containerOptions({ image: tag, name, owner }, settings, healthCheck));
    if (signal?.aborted === true) throw interruption(signal, 'the smoke test');
    const seen = await watchContainer({
      engine,
      name,
      settings,
      healthCheck,
      tell,
      ...(signal === undefined ? {} : { signal }),
    });
    cleaning = removeBoth(engine, name, tag);
    if (options.later === undefined) await cleaning;
    else options.later(cleaning);
    return { status: 'passed', ...seen, durationMs: Math.round(monotonic() - from) };
  } finally {
    if (cleaning === undefined) await removeBoth(engine, name, tag);
  }
}

/** The names are ours and known beforehand, so that even a request that was cut off leaves nothing. */
async function removeBoth(engine: Engine, container: string, image: string): Promise<void> {
  await engine.removeContainer(container);
  await engine.removeImage(image);
}

/** The engine's own id of what it loaded: the manifest in the containerd store, the config in the classic one. */
async function assertLoaded({ engine, state, image, signal }: SmokeTestOptions, tag: string): Promise<void> {
  const expected = state.containerdStore ? image.manifest : image.config;
  const found = await engine.findImage(tag, signal);
  if (found?.id === expected) return;
  throw new AcgsError(
    'evidence/tampered',
    `expected the engine to load ${expected}, got ${found?.id ?? 'nothing'}`,
  );
}
