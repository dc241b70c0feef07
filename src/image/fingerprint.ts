import { type BaseImage } from '../model/evidence.js';
import { formatPlatform } from '../model/platform.js';
import { type BuildRequest } from './build-request.js';

/** What decides the bytes of an image, beside the request itself. */
export interface BuildSurroundings {
  /** Digest over what the contexts send (the source room computes it), names and modes included. */
  readonly contexts: string;
  /** Base images as resolved now. */
  readonly bases: readonly BaseImage[];
  /** Version of buildx: another exporter may write other bytes. */
  readonly buildx: string;
  /** Stage that runs the tests, which are part of a build that passed. */
  readonly test?: string | undefined;
}

/**
 * The named inputs of a build: equal when and only when the same image would be built, so that it is not built again, and
 * `acgs explain` can name the one that changed. Order of keys and platforms does not count, nor does where the layout
 * lies. Secrets count by name, since their values are not to be written anywhere, not even hashed.
 */
export function buildInputs(
  request: Omit<BuildRequest, 'builder' | 'cacheFrom' | 'cacheTo' | 'context'>,
  surroundings: BuildSurroundings,
): Readonly<Record<string, unknown>> {
  return {
    dockerfile: request.dockerfile.text,
    ignore: request.ignore,
    target: request.target ?? null,
    platforms: request.platforms.map(formatPlatform).sort(),
    buildArgs: request.buildArgs,
    buildContexts: Object.fromEntries(
      Object.entries(request.buildContexts).map(([name, where]) => [
        name,
        isFolder(where) ? 'folder' : where,
      ]),
    ),
    secrets: Object.keys(request.secrets).sort(),
    labels: request.labels,
    sourceDateEpoch: request.sourceDateEpoch,
    context: surroundings.contexts,
    bases: surroundings.bases.map(({ name, digest }) => `${name} ${digest}`).sort(),
    buildx: surroundings.buildx,
    test: surroundings.test ?? null,
  };
}

/** A folder's place on this machine says nothing; what it holds is part of {@link BuildSurroundings.contexts}. */
function isFolder(where: unknown): boolean {
  return typeof where === 'string' && where.startsWith('/');
}
