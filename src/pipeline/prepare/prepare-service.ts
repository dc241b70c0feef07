import { join, resolve } from 'node:path';
import { type Configuration, type Service } from '../../config/configuration.js';
import { isFolder } from '../../config/resolve.js';
import { lastCommitTouching } from '../../source/last-commit.js';
import { type Source } from '../../source/read-source.js';
import { tagsOf } from '../../source/tags.js';
import { variable } from '../../system/environment.js';
import { type ReleaseService } from '../world.js';

/** Named contexts that are folders of the project, absolute. */
export function folderContexts(service: Service, root: string): readonly string[] {
  return Object.values(service.buildContexts)
    .filter(isFolder)
    .map((folder) => resolve(root, folder));
}

/** What is known of a service before anything runs. Reads git, nothing else. */
export async function prepareService(
  service: Service,
  about: {
    readonly configuration: Configuration;
    readonly source: Source;
    readonly output: string;
    readonly builderPlatform: string;
  },
): Promise<ReleaseService> {
  const { configuration, source, output } = about;
  const { root } = configuration;
  const context = resolve(root, service.context);
  const dockerfile = resolve(context, service.dockerfile);
  const touched =
    source.kind === 'git'
      ? await lastCommitTouching(source, [context, dockerfile, ...folderContexts(service, root)])
      : undefined;
  const facts =
    source.kind === 'git'
      ? { version: source.versions[0]?.version, commit: source.commit, branch: source.branch }
      : { version: undefined, commit: undefined, branch: undefined };
  const folder = join(output, service.name);
  return {
    name: service.name,
    platforms: service.platforms.length === 0 ? [about.builderPlatform] : service.platforms,
    settings: service,
    context,
    dockerfile,
    touched,
    epoch: touched?.time ?? epochOfTheEnvironment(),
    tags: tagsOf(service.tags ?? configuration.tags, facts),
    repositories: configuration.registries.map((registry) => `${registry}/${service.image}`),
    output: folder,
    layout: join(folder, 'image'),
  };
}

/** Outside git nothing says when the source was made: SOURCE_DATE_EPOCH, else 1970, so that two builds are one. */
function epochOfTheEnvironment(): number {
  const seconds = Number(variable('SOURCE_DATE_EPOCH') ?? '0');
  return Number.isSafeInteger(seconds) && seconds >= 0 ? seconds : 0;
}
