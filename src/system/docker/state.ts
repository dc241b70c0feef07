import { AcgsError } from '../../model/errors.js';
import { type Platform } from '../../model/platform.js';

/** What acgs wants to know of an engine. */
export interface EngineState {
  /** Engine version, e.g. `28.5.2+dfsg4`. */
  readonly version: string;
  readonly apiVersion: string;
  /** Images are kept by containerd: OCI export and attestations work, an image's Id is its index digest. */
  readonly containerdStore: boolean;
  readonly platform: Platform;
  /** Processors of the engine's machine. */
  readonly cores: number;
  /** Where it answers, e.g. `unix:///var/run/docker.sock`, and who said so. */
  readonly host: string;
  readonly origin: string;
}

/** The oldest engine that acgs works with: it saves images as OCI layouts (moby/moby, 25.0 release notes). */
const OLDEST_ENGINE = 25;

/** @throws AcgsError `engine/too-old` */
export function assertRecentEngine(state: EngineState): void {
  if (Number.parseInt(state.version, 10) >= OLDEST_ENGINE) return;
  throw new AcgsError(
    'engine/too-old',
    `expected Docker Engine ${OLDEST_ENGINE} or newer, got ${state.version} at ${state.host} (${state.origin})`,
  );
}

/** Reads the answers of `/version` and `/info`; both are the engine's word, so each field is checked. */
export function readEngineState(
  version: unknown,
  info: unknown,
  place: { host: string; origin: string },
): EngineState {
  const text = (value: unknown): string => (typeof value === 'string' ? value : 'unknown');
  const of = (value: unknown, name: string): unknown =>
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  const cores = of(info, 'NCPU');
  return {
    version: text(of(version, 'Version')),
    apiVersion: text(of(version, 'ApiVersion')),
    containerdStore: JSON.stringify(of(info, 'DriverStatus') ?? []).includes('io.containerd.snapshotter'),
    platform: { os: text(of(version, 'Os')), architecture: text(of(version, 'Arch')) },
    cores: typeof cores === 'number' && cores > 0 ? cores : 1,
    host: place.host,
    origin: place.origin,
  };
}
