import { basename, dirname, join, relative, resolve } from 'node:path';
import { CONFIGURATION_FILE, loadConfiguration, parseConfiguration } from '../config/load.js';
import { dnsLabelOf } from '../config/names.js';
import { dockerfilePath, repositoryRootOf } from '../config/paths.js';
import { AcgsError } from '../model/errors.js';
import { readSource } from '../source/read-source.js';
import { exists, writeFileAtomic } from '../system/files.js';
import { type FoundService, findServices } from './init/find-services.js';
import { renderConfiguration, renderServices } from './init/render-configuration.js';

export interface InitOptions {
  /** Absolute folder of the project; with `file` the folder that its path starts from. */
  readonly cwd: string;
  /** `--config`: another name or place for acgs.yaml; the project is then the folder that holds it. */
  readonly file?: string;
  readonly acgsVersion: string;
}

/** What `acgs init` found and did. Paths are relative to the project. */
export interface InitResult {
  readonly file: string;
  /** False when acgs.yaml was there already: it is never overwritten. */
  readonly written: boolean;
  /** What the repository holds. */
  readonly services: readonly FoundService[];
  /** Found, but not in the acgs.yaml that was there. */
  readonly missing: readonly FoundService[];
  /** In acgs.yaml, but their Dockerfile is not there. */
  readonly gone: readonly { readonly name: string; readonly dockerfile: string }[];
  readonly skipped: readonly { readonly dockerfile: string; readonly reason: string }[];
  /** Entries for `missing`, to paste below `services:`. */
  readonly paste: string;
}

/**
 * Finds the services of a repository and writes acgs.yaml; where there is one, tells what it lacks.
 * @throws AcgsError `source/not-found` when there is no Dockerfile at all, errors of the configuration that is there
 */
export async function init(options: InitOptions): Promise<InitResult> {
  const file = resolve(options.cwd, options.file ?? CONFIGURATION_FILE);
  const cwd = dirname(file);
  const top = await repositoryRootOf(cwd);
  const source = await readSource(cwd);
  const found = await findServices(cwd, top, source);
  if (await exists(file)) return compare(file, options.acgsVersion, found.services, found.skipped);
  if (found.services.length === 0)
    throw new AcgsError('source/not-found', 'there is no Dockerfile in this folder or below', {
      next: ['write one with `acgs dockerfile scaffold`', 'or run `acgs init` in the folder of the project'],
    });
  const remote = source.kind === 'git' ? source.remote : undefined;
  const project = dnsLabelOf(
    (cwd === top ? remote?.split('/').at(-1) : undefined) ?? basename(cwd),
    'project',
  );
  const text = renderConfiguration(project, found.services, registryOf(remote));
  // What acgs writes, acgs reads: a mistake of ours must not become the user's.
  parseConfiguration(text, {
    root: cwd,
    repositoryRoot: top,
    file,
    name: CONFIGURATION_FILE,
    acgsVersion: options.acgsVersion,
  });
  await writeFileAtomic(file, text, { exclusive: true });
  return { file: basename(file), written: true, ...found, missing: [], gone: [], paste: '' };
}

async function compare(
  file: string,
  acgsVersion: string,
  services: readonly FoundService[],
  skipped: InitResult['skipped'],
): Promise<InitResult> {
  const cwd = dirname(file);
  const name = basename(file);
  const configuration = await loadConfiguration({ cwd, file: name, acgsVersion });
  const known = new Set(configuration.services.map((service) => dockerfilePath(configuration, service)));
  const missing = services.filter(
    (service) => !known.has(join(configuration.root, service.context, service.dockerfile)),
  );
  const gone: { name: string; dockerfile: string }[] = [];
  for (const service of configuration.services) {
    const path = dockerfilePath(configuration, service);
    if (!(await exists(path)))
      gone.push({ name: service.name, dockerfile: relative(configuration.root, path) });
  }
  return {
    file: name,
    written: false,
    services,
    missing,
    gone,
    skipped,
    paste: renderServices(missing),
  };
}

/** Where the images of a repository on GitHub or GitLab usually go. */
function registryOf(remote: string | undefined): string | undefined {
  const [, host, path] =
    /^https:\/\/(github\.com|gitlab\.com)\/(.+)$/.exec(remote?.toLowerCase() ?? '') ?? [];
  if (host === undefined || path === undefined) return undefined;
  return host === 'github.com' ? `ghcr.io/${path.split('/')[0] ?? ''}` : `registry.gitlab.com/${path}`;
}
