import { digestOf } from '../model/digest.js';
import { type BaseImage } from '../model/evidence.js';
import { formatPlatform } from '../model/platform.js';
import { type BuildRequest } from './build-request.js';

/** What decides the bytes of an image, beside the request itself. */
export interface BuildInputs {
  /** Digest over what the contexts send (the source room computes it), names and modes included. */
  readonly contexts: string;
  /** Base images as resolved now. */
  readonly bases: readonly BaseImage[];
  readonly annotations: Readonly<Record<string, string>>;
  /** Versions of buildx and the engine: another exporter may write other bytes. */
  readonly builder: string;
}

/**
 * Equal when and only when the same image would be built: the build is then not run again. Order of keys and of
 * platforms does not count; where the layout lies and how long it took do not either. Secrets count by name,
 * since their values are not to be written anywhere, not even hashed.
 */
export function buildFingerprint(
  request: Omit<BuildRequest, 'builder' | 'cacheFrom' | 'cacheTo' | 'context'>,
  inputs: BuildInputs,
): string {
  const sorted = (record: Readonly<Record<string, unknown>>): [string, unknown][] =>
    Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  const facts = [
    'acgs build 1',
    request.dockerfile.text,
    request.ignore,
    request.target ?? null,
    request.platforms.map(formatPlatform).sort(),
    sorted(request.buildArgs),
    sorted(request.buildContexts).map(([name, where]) => [name, isFolder(where) ? 'folder' : where]),
    sorted(request.secrets).map(([id]) => id),
    sorted(request.labels),
    request.sourceDateEpoch,
    inputs.contexts,
    [...inputs.bases].map(({ name, digest }) => `${name} ${digest}`).sort(),
    sorted(inputs.annotations),
    inputs.builder,
  ];
  return digestOf(JSON.stringify(facts));
}

/** A folder's place on this machine says nothing; what it holds is part of {@link BuildInputs.contexts}. */
function isFolder(where: unknown): boolean {
  return typeof where === 'string' && where.startsWith('/');
}
