import { join, resolve } from 'node:path';
import { type BuildOptions } from '../actions/build.js';
import { isFolder } from '../config/resolve.js';
import { layerCache } from '../image/layer-cache.js';
import { parsePlatform } from '../model/platform.js';
import { dockerfileName, type ServiceSource } from './service-source.js';
import { type ReleaseRun, type ReleaseService } from './world.js';

/** What `build` is told of a service. */
export function buildOptionsOf(
  run: ReleaseRun,
  service: ReleaseService,
  source: ServiceSource,
): BuildOptions {
  const { configuration, options } = run;
  const { settings } = service;
  const version = run.source.kind === 'git' ? run.source.versions[0]?.version : undefined;
  const remote = run.source.kind === 'git' ? run.source.remote : undefined;
  const cache = layerCache();
  return {
    service: service.name,
    image: settings.image,
    root: run.root,
    layout: join(run.root, service.layout),
    ...(cache === undefined ? {} : { cache }),
    request: {
      context: service.context,
      dockerfile: { path: dockerfileName(run, service), text: source.text },
      ignore: source.context.ignoreText,
      platforms: service.platforms.map(parsePlatform),
      buildArgs: settings.buildArgs,
      buildContexts: Object.fromEntries(
        Object.entries(settings.buildContexts).map(([name, where]) => [
          name,
          absoluteFolder(where, run.root),
        ]),
      ),
      secrets: Object.fromEntries(
        Object.entries(settings.secrets).map(([id, from]) => [
          id,
          'file' in from ? { file: resolve(run.root, from.file) } : from,
        ]),
      ),
      sourceDateEpoch: service.epoch,
      ...(settings.target === undefined ? {} : { target: settings.target }),
      ...(options.builder === undefined ? {} : { builder: options.builder }),
    },
    bases: source.images.images,
    stages: source.images.stages,
    labels: {
      constitutionalHash: configuration.constitutionalHash,
      ...(remote === undefined ? {} : { source: remote }),
      ...(service.touched === undefined ? {} : { revision: service.touched.commit }),
      ...(version === undefined ? {} : { version }),
    },
    ...(settings.test === undefined ? {} : { test: settings.test }),
    registry: run.registry,
  };
}

/** A named context that is a folder is relative to acgs.yaml; anything with a scheme stays as it is. */
function absoluteFolder(where: string, root: string): string {
  return isFolder(where) ? resolve(root, where) : where;
}
