import { join } from 'node:path';
import { type ImageArtifact } from '../model/evidence.js';
import { AcgsError } from '../model/errors.js';
import { formatPlatform, type Platform } from '../model/platform.js';
import { type SmokeSettings } from '../image/smoke/settings.js';
import { type SmokeOutcome, smokeTest } from '../image/smoke/smoke-test.js';
import { Engine } from '../system/docker.js';
import { assertRecentEngine } from '../system/docker/state.js';

/** What the step `smoke` needs for one platform of one service. */
export interface SmokeOptions {
  readonly artifact: ImageArtifact;
  /** Absolute project folder, to which the artifact's layout is relative. */
  readonly root: string;
  readonly platform: Platform;
  readonly settings: SmokeSettings;
  readonly onLine?: (line: string) => void;
  /** Takes the cleaning up after a success; default: it is waited for. */
  readonly later?: (cleaning: Promise<void>) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs one platform of a built image as production would.
 * @throws AcgsError `smoke/unhealthy`, `engine/missing`, `engine/too-old`, `evidence/tampered`, `run/interrupted`
 */
export async function smoke(options: SmokeOptions): Promise<SmokeOutcome> {
  const { artifact, root, platform, settings, onLine, later, signal } = options;
  const wanted = formatPlatform(platform);
  const image = artifact.platforms.find((one) => formatPlatform(one.platform) === wanted);
  if (image === undefined) throw new AcgsError('platform/invalid', `the image has no platform ${wanted}`);
  const engine = await Engine.open();
  const state = await engine.state(signal);
  assertRecentEngine(state);
  return await smokeTest({
    engine,
    state,
    image,
    settings,
    layout: join(root, artifact.layout),
    ...(onLine === undefined ? {} : { onLine }),
    ...(later === undefined ? {} : { later }),
    ...(signal === undefined ? {} : { signal }),
  });
}
