import { dirname, resolve } from 'node:path';
import { type Service } from '../../config/configuration.js';
import { isFolder } from '../../config/resolve.js';
import { type SmokeSettings } from '../../image/smoke/settings.js';
import { AcgsError } from '../../model/errors.js';
import { type RegistryOptions } from '../../registry/options.js';
import { readBuildContext } from '../../source/build-context.js';
import { namesGit } from '../../source/ignore-file.js';
import { type ProveRequest } from '../prove.js';
import { smokeSettingsOf } from '../smoke-settings.js';

/** What the command line says of the build; it wins over acgs.yaml. */
export interface ProveOptions {
  /** Relative to the working folder. */
  readonly context?: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly buildContexts: Readonly<Record<string, string>>;
  readonly registry?: RegistryOptions;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

interface Place {
  /** Absolute. */
  readonly cwd: string;
  /** The Dockerfile as users know it, and where it lies; undefined for standard input. */
  readonly file: string;
  readonly path: string | undefined;
  readonly before: string;
  /** The service that is built from it, where acgs.yaml tells. */
  readonly configured: { readonly service: Service; readonly root: string } | undefined;
}

/** As a release runs an image of which acgs.yaml says nothing (docs/configuration.md, `smoke`). */
const STANDARD_SMOKE: SmokeSettings = { env: {}, tmpfs: ['/tmp'], readOnly: true, timeoutMs: 60_000 };

/**
 * How the images of a proof are built and run: as acgs.yaml has it, and the command line on top.
 * @throws AcgsError `usage/invalid`, `source/not-found`, `config/invalid`
 */
export async function proofSetUp(
  options: ProveOptions,
  { cwd, file, path, before, configured }: Place,
): Promise<Omit<ProveRequest, 'after' | 'applied'>> {
  const { service, root } = configured ?? {};
  const folder =
    options.context === undefined
      ? service && root !== undefined
        ? resolve(root, service.context)
        : path && dirname(path)
      : resolve(cwd, options.context);
  if (folder === undefined)
    throw new AcgsError(
      'usage/invalid',
      '--prove needs the build context of what comes from standard input',
      {
        next: ['pass --context DIR'],
      },
    );
  const { registry, onLine, signal } = options;
  const context = await readBuildContext({
    folder,
    exclude: [],
    withGit: namesGit(before),
    ...(path === undefined ? {} : { dockerfile: path }),
    ...(signal === undefined ? {} : { signal }),
  });
  const placed = (from: string | undefined, contexts: Readonly<Record<string, string>>) =>
    Object.entries(contexts).map(([name, where]) => [
      name,
      isFolder(where) ? resolve(from ?? cwd, where) : where,
    ]);
  return {
    before,
    file,
    build: {
      context: folder,
      ignore: context.ignoreText,
      buildArgs: { ...service?.buildArgs, ...options.buildArgs },
      buildContexts: Object.fromEntries([
        ...placed(root, service?.buildContexts ?? {}),
        ...placed(cwd, options.buildContexts),
      ]) as Record<string, string>,
      secrets: secretsOf(service, root ?? cwd),
      ...(service?.target === undefined ? {} : { target: service.target }),
    },
    smoke:
      service === undefined ? STANDARD_SMOKE : service.smoke === false ? undefined : smokeSettingsOf(service),
    ...(registry === undefined ? {} : { registry }),
    ...(onLine === undefined ? {} : { onLine }),
    ...(signal === undefined ? {} : { signal }),
  };
}

function secretsOf(service: Service | undefined, root: string): ProveRequest['build']['secrets'] {
  const entries = Object.entries(service?.secrets ?? {});
  return Object.fromEntries(
    entries.map(([id, from]) => [id, 'file' in from ? { file: resolve(root, from.file) } : from]),
  );
}
