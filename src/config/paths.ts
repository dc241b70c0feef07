import { isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { exists, factsOf, realPath } from '../system/files.js';
import { type Configuration, type Service } from './configuration.js';

type Roots = Pick<Configuration, 'root' | 'repositoryRoot'>;

/** Absolute folder of the build context. */
export function contextFolder(configuration: Roots, service: Pick<Service, 'context'>): string {
  return resolve(configuration.root, service.context);
}

/** Absolute path of the Dockerfile, which is named relative to the context. */
export function dockerfilePath(
  configuration: Roots,
  service: Pick<Service, 'context' | 'dockerfile'>,
): string {
  return resolve(configuration.root, service.context, service.dockerfile);
}

/** Whether a path of the configuration is absolute or leaves the repository, as written (links aside). */
export function escapes(roots: Roots, written: string, base = '.'): boolean {
  if (isAbsolute(written) || written.startsWith('~') || written.includes('\0')) return true;
  const { root, repositoryRoot } = roots;
  const isBelow = root === repositoryRoot || root.startsWith(repositoryRoot + sep);
  // What never goes up stays where it is, which is seen at less cost than where it leads.
  if (isBelow && !`${base}/${written}`.split('/').includes('..')) return false;
  return !isInside(roots.repositoryRoot, join(roots.root, base, normalize(written)));
}

/** Whether `path` is `folder` or lies in it. Both absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The nearest folder upward that is a git work tree, else `folder` itself. */
export async function repositoryRootOf(folder: string): Promise<string> {
  for (let at = folder; ; at = resolve(at, '..')) {
    if (await exists(join(at, '.git'))) return at;
    if (at === resolve(at, '..')) return folder;
  }
}

/**
 * Makes sure that the Dockerfile and the folder of each service are there, and that no link leads them out of the
 * repository. Apart from loading, because kits render for services whose folders are still to come.
 * @throws AcgsError `source/not-found`, `config/invalid`
 */
export async function assertServicesExist(
  configuration: Configuration,
  services: readonly Service[] = configuration.services,
): Promise<void> {
  const root = await realPath(configuration.repositoryRoot);
  for (const service of services) {
    const context = contextFolder(configuration, service);
    const dockerfile = dockerfilePath(configuration, service);
    const found = await factsOf(context);
    if (found === undefined)
      throw missing(service, `the build context ${service.context} does not exist`, 'context');
    if ((await factsOf(await realPath(context)))?.kind !== 'directory')
      throw missing(service, `the build context ${service.context} is not a folder`, 'context');
    if (!(await exists(dockerfile)))
      throw missing(service, `there is no ${service.dockerfile} in ${service.context}`, 'dockerfile');
    for (const path of [context, dockerfile])
      if (!isInside(root, await realPath(path)))
        throw new AcgsError(
          'config/invalid',
          `service ${service.name}: a symbolic link leads ${relative(configuration.root, path) || '.'} out of the repository`,
          { next: ['replace the link by what it points to'] },
        );
    if ((await factsOf(await realPath(dockerfile)))?.kind !== 'file')
      throw missing(service, `${service.dockerfile} in ${service.context} is not a file`, 'dockerfile');
  }
}

function missing(service: Service, what: string, key: string): AcgsError {
  return new AcgsError('source/not-found', `service ${service.name}: ${what}`, {
    next: [`correct services.${service.name}.${key} in acgs.yaml`, 'run `acgs init` to see what is there'],
  });
}
