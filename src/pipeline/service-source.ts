import { createHash } from 'node:crypto';
import { join, relative } from 'node:path';
import { externalImages, type ExternalImages } from '../dockerfile/external-images.js';
import { type Dockerfile } from '../dockerfile/parse/nodes.js';
import { parseDockerfile } from '../dockerfile/parse/parse-dockerfile.js';
import { type BuildContext, type ContextKey, readBuildContext } from '../source/build-context.js';
import { gitIgnoredIn } from '../source/git-ignored.js';
import { namesGit } from '../source/ignore-file.js';
import { AcgsError } from '../model/errors.js';
import { readTextIfPresent } from '../system/files.js';
import { folderContexts } from './prepare/prepare-service.js';
import { type ReleaseRun, type ReleaseService } from './world.js';

/** What a service is made of, read once for lint and build. */
export interface ServiceSource {
  readonly text: string;
  readonly dockerfile: Dockerfile;
  readonly images: ExternalImages;
  readonly context: BuildContext;
  /** Digest over the context and the named contexts that are folders. */
  readonly digest: string;
  /** Keys in named contexts: BuildKit reads no ignore file of ours there, so they would be sent. */
  readonly otherKeys: readonly ContextKey[];
  /** Files that are sent although git ignores them, relative to the context. */
  readonly gitIgnored: readonly string[];
}

const read = new WeakMap<ReleaseService, Promise<ServiceSource>>();

/** @throws AcgsError `source/not-found`, `file/failed`, `config/invalid`, `run/interrupted` */
export function serviceSource(
  run: ReleaseRun,
  service: ReleaseService,
  signal?: AbortSignal,
): Promise<ServiceSource> {
  const known = read.get(service);
  if (known !== undefined) return known;
  const reading = readSource(run, service, signal);
  read.set(service, reading);
  return reading;
}

/** The Dockerfile's name as users know it. */
export function dockerfileName(run: ReleaseRun, service: ReleaseService): string {
  return relative(run.root, service.dockerfile);
}

async function readSource(
  run: ReleaseRun,
  service: ReleaseService,
  signal?: AbortSignal,
): Promise<ServiceSource> {
  const { settings, context: folder } = service;
  const text = await readTextIfPresent(service.dockerfile);
  if (text === undefined)
    throw new AcgsError(
      'source/not-found',
      `there is no ${dockerfileName(run, service)} for the service ${service.name}`,
      {
        next: [
          'check `context` and `dockerfile` of the service in acgs.yaml',
          'or run `acgs init` to see which services it finds',
        ],
      },
    );
  const dockerfile = parseDockerfile(text);
  const options = { exclude: run.excluded, ...(signal === undefined ? {} : { signal }) };
  const context = await readBuildContext({
    folder,
    dockerfile: service.dockerfile,
    withGit: namesGit(text),
    ...options,
  });
  const others = await Promise.all(
    folderContexts(settings, run.root).map((other) => readBuildContext({ folder: other, ...options })),
  );
  const digest = createHash('sha256');
  for (const { digest: part } of [context, ...others]) digest.update(part);
  return {
    text,
    dockerfile,
    images: externalImages(dockerfile, {
      buildArgs: settings.buildArgs,
      ...(settings.target === undefined ? {} : { target: settings.target }),
    }),
    context,
    digest: `sha256:${digest.digest('hex')}`,
    otherKeys: others.flatMap(({ folder: other, keptOut, foreignKeys }) =>
      [...keptOut, ...foreignKeys].map(({ path, label }) => ({
        path: join(relative(run.root, other), path),
        label,
      })),
    ),
    gitIgnored: run.source.kind === 'git' ? await gitIgnoredIn(run.source, context) : [],
  };
}
