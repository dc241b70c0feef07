import { basename, dirname, join, relative, resolve } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { entriesOf, exists, factsOf, readTextIfPresent, realPath } from '../system/files.js';
import { type Configuration } from './configuration.js';
import { placeOf, problemsOf } from './diagnose.js';
import { firstProblem } from './first-problem.js';
import { isDockerfileName } from './dockerfile-name.js';
import { dnsLabelOf } from './names.js';
import { repositoryRootOf } from './paths.js';
import { readYaml } from './read-yaml.js';
import { checkRelations, type Place, resolveConfiguration } from './resolve.js';
import { type ConfigurationDocument, configurationSchema } from './schema/document.js';

export const CONFIGURATION_FILE = 'acgs.yaml';

export interface LoadOptions {
  /** Absolute folder to look in. */
  readonly cwd: string;
  /** `--config`: relative to `cwd`, or absolute. */
  readonly file?: string;
  /** Version of the running acgs, held against `acgs:`. */
  readonly acgsVersion: string;
}

/**
 * Loads acgs.yaml of `cwd`, or the file named. Without one, a folder with a Dockerfile is a project with one service,
 * named after the folder.
 * @throws AcgsError `config/not-found`, `config/syntax`, `config/unknown-key`, `config/invalid`, with file, line and column
 */
export async function loadConfiguration(options: LoadOptions): Promise<Configuration> {
  const file = resolve(options.cwd, options.file ?? CONFIGURATION_FILE);
  const text = await readTextIfPresent(file);
  if (text === undefined) return withoutFile(options, file);
  // Git names its work tree with links resolved; one form for all paths makes them comparable.
  const root = await realPath(dirname(file));
  const place = { root, repositoryRoot: await repositoryRootOf(root), file: join(root, basename(file)) };
  const name = relative(options.cwd, file) || basename(file);
  const configuration = parseConfiguration(text, { ...place, name, acgsVersion: options.acgsVersion });
  if (configuration.services.length > 0) return configuration;
  return { ...configuration, services: (await implicitServices(configuration)).services };
}

/**
 * Reads the text of an acgs.yaml; `name` is what messages call the file. No input and output: for tests, kits and editors.
 * @throws AcgsError as {@link loadConfiguration}
 */
export function parseConfiguration(
  text: string,
  context: Place & { readonly name: string; readonly acgsVersion: string },
): Configuration {
  const { name, acgsVersion, ...place } = context;
  const yaml = readYaml(name, text);
  const parsed = configurationSchema.safeParse(yaml.data ?? {});
  if (!parsed.success) throw firstProblem(name, problemsOf(yaml, parsed.error.issues));
  const configuration = resolveConfiguration(parsed.data, place);
  const problems = checkRelations(parsed.data, configuration, acgsVersion, (path, message, next) => ({
    code: 'config/invalid',
    message,
    next,
    ...placeOf(yaml, path),
  }));
  if (problems.length > 0) throw firstProblem(name, problems);
  return configuration;
}

async function withoutFile(options: LoadOptions, file: string): Promise<Configuration> {
  if (options.file !== undefined)
    throw new AcgsError('config/not-found', `there is no ${options.file}`, { next: ['check --config'] });
  const nearly = join(options.cwd, 'acgs.yml');
  if (await exists(nearly))
    throw new AcgsError('config/invalid', 'expected acgs.yaml, got acgs.yml', {
      file: 'acgs.yml',
      next: [`rename it: mv acgs.yml ${CONFIGURATION_FILE}`],
    });
  const root = await realPath(dirname(file));
  const place = { root, repositoryRoot: await repositoryRootOf(root), file: undefined };
  const { services, dockerfiles } = await implicitServices(place);
  if (services.length === 0)
    throw new AcgsError(
      'config/not-found',
      dockerfiles.length === 0
        ? 'there is no acgs.yaml and no Dockerfile in this folder'
        : `there is no acgs.yaml, and more than one Dockerfile in this folder: ${dockerfiles.slice(0, 5).join(', ')}`,
    );
  return { ...resolveConfiguration(defaults(), place), services };
}

/** The one service of a folder with a Dockerfile. */
async function implicitServices(
  place: Place,
): Promise<{ services: Configuration['services']; dockerfiles: readonly string[] }> {
  if ((await factsOf(place.root))?.kind !== 'directory') return { services: [], dockerfiles: [] };
  const dockerfiles = (await entriesOf(place.root))
    .filter((entry) => !entry.isDirectory() && isDockerfileName(entry.name))
    .map((entry) => entry.name);
  const dockerfile = dockerfiles.includes('Dockerfile')
    ? 'Dockerfile'
    : dockerfiles.length === 1
      ? dockerfiles[0]
      : undefined;
  if (dockerfile === undefined) return { services: [], dockerfiles };
  const document = configurationSchema.parse({
    version: 1,
    services: { [dnsLabelOf(basename(place.root))]: { dockerfile } },
  });
  return { services: resolveConfiguration(document, place).services, dockerfiles };
}

function defaults(): ConfigurationDocument {
  return configurationSchema.parse({ version: 1 });
}
