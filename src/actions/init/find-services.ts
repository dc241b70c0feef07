import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import { isDockerfileName } from '../../config/dockerfile-name.js';
import { dnsLabelOf } from '../../config/names.js';
import { isInside } from '../../config/paths.js';
import { listFiles } from '../../source/list-files.js';
import { type Source } from '../../source/read-source.js';
import { exists, factsOf, readText } from '../../system/files.js';
import { type BuildDefinition } from './build-definition.js';
import { describeDockerfile } from './describe-dockerfile.js';
import { nearestContext } from './nearest-context.js';
import { BAKE_FILES, readBake } from './read-bake.js';
import { COMPOSE_FILES, readCompose } from './read-compose.js';
import { uniqueNames } from './unique-names.js';

/** A service that the repository holds, as it will stand in acgs.yaml. Paths have `/` between folders. */
export interface FoundService {
  readonly name: string;
  readonly context: string;
  /** Relative to the context. */
  readonly dockerfile: string;
  readonly target?: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
  readonly port?: number;
  readonly health?: string;
  /** What told the context: `compose.yaml`, `docker-bake.hcl`, or `COPY` for the Dockerfile's own sources. */
  readonly from: string;
  /** The context holds not all that the Dockerfile copies (yet). */
  readonly incomplete: boolean;
}

export interface Found {
  readonly services: readonly FoundService[];
  /** Dockerfiles that are no services, and why. */
  readonly skipped: readonly { readonly dockerfile: string; readonly reason: string }[];
}

const LARGEST = 1024 * 1024;
/** Variants for people and pipelines, not for production. */
const VARIANT = /(?:^|[.-])(?:dev|devel|development|test|tests|testing|debug|local|ci|lint|bench)$/i;

/** Finds the services below `root`; nothing may lie outside of `top`. */
export async function findServices(root: string, top: string, source: Source): Promise<Found> {
  const files = await presentOf(root, await listFiles(source, root));
  const definitions = await definitionsIn(root, files);
  const skipped: { dockerfile: string; reason: string }[] = [];
  const found: Omit<FoundService, 'name'>[] = [];
  const wishes: string[] = [];
  const taken = new Set<string>();
  const add = (wish: string, service: Omit<FoundService, 'name'>): void => {
    found.push(service);
    wishes.push(wish);
  };
  for (const { definition, file } of definitions) {
    const context = resolve(root, definition.context);
    const dockerfile = resolve(context, definition.dockerfile);
    if (!isInside(top, context) || !isInside(top, dockerfile) || !(await exists(dockerfile))) continue;
    const key = `${dockerfile}\0${definition.target ?? ''}`;
    if (!taken.has(key))
      add(definition.name, {
        ...(await described(dockerfile, context, definition)),
        context: shown(root, context),
        dockerfile: shown(context, dockerfile),
        from: file,
      });
    taken.add(key);
    taken.add(dockerfile);
  }
  for (const file of files.filter((path) => isDockerfileName(basename(path)))) {
    const dockerfile = join(root, file);
    if (taken.has(dockerfile)) continue;
    const variant = variantOf(basename(file));
    if (variant !== undefined && VARIANT.test(variant)) {
      skipped.push({ dockerfile: file, reason: `a variant for ${variant}` });
      continue;
    }
    const { sources } = describeDockerfile(await readText(dockerfile, LARGEST));
    const context = (await nearestContext(dockerfile, sources, top)) ?? dirname(dockerfile);
    add(nameFor(file, root), {
      ...(await described(dockerfile, context)),
      context: shown(root, context),
      dockerfile: shown(context, dockerfile),
      from: 'COPY',
    });
  }
  const names = uniqueNames(
    wishes.map((wish, index) => ({
      wish,
      place: posix.join(found[index]?.context ?? '.', found[index]?.dockerfile ?? ''),
    })),
  );
  return {
    services: found
      .map((service, index) => ({ name: names[index] ?? 'service', ...service }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    skipped,
  };
}

/** Of the files that matter here those that are there: git also lists tracked files that somebody has just removed. */
async function presentOf(root: string, files: readonly string[]): Promise<readonly string[]> {
  const telling: readonly string[] = [...COMPOSE_FILES, ...BAKE_FILES];
  const wanted = files.filter((file) => telling.includes(basename(file)) || isDockerfileName(basename(file)));
  const present = await Promise.all(
    wanted.map(async (file) => (await factsOf(join(root, file)))?.kind === 'file'),
  );
  return wanted.filter((_file, index) => present[index]);
}

function shown(from: string, to: string): string {
  return relative(from, to) || '.';
}

async function described(
  dockerfile: string,
  context: string,
  definition?: BuildDefinition,
): Promise<Omit<FoundService, 'name' | 'context' | 'dockerfile' | 'from'>> {
  const facts = describeDockerfile(await readText(dockerfile, LARGEST), definition?.target);
  const port = facts.port ?? definition?.port;
  return {
    ...(definition?.target === undefined ? {} : { target: definition.target }),
    buildArgs: definition?.buildArgs ?? {},
    platforms: definition?.platforms ?? [],
    ...(port === undefined ? {} : { port }),
    ...(facts.health === undefined ? {} : { health: facts.health }),
    incomplete: (await nearestContext(join(context, 'Dockerfile'), facts.sources, context)) === undefined,
  };
}

async function definitionsIn(
  root: string,
  files: readonly string[],
): Promise<readonly { readonly definition: BuildDefinition; readonly file: string }[]> {
  const all: { definition: BuildDefinition; file: string }[] = [];
  const known: readonly string[] = [...COMPOSE_FILES, ...BAKE_FILES];
  const rank = (file: string): number =>
    file.split('/').length * known.length + known.indexOf(basename(file));
  for (const file of files
    .filter((path) => known.includes(basename(path)))
    .sort((a, b) => rank(a) - rank(b))) {
    const text = await readText(join(root, file), LARGEST);
    const folder = posix.dirname(file);
    const definitions = file.includes('docker-bake')
      ? readBake(text, file.endsWith('.json') ? 'json' : 'hcl', folder)
      : readCompose(text, folder);
    all.push(...definitions.map((definition) => ({ definition, file })));
  }
  return all;
}

/** `worker` of `Dockerfile.worker` and `worker.Dockerfile`. */
function variantOf(name: string): string | undefined {
  return (
    /^(?:Dockerfile|Containerfile)\.(.+)$/i.exec(name)?.[1] ??
    /^(.+)\.(?:Dockerfile|Containerfile)$/i.exec(name)?.[1]
  );
}

/** Folders whose name says nothing about the service. */
const GENERIC = new Set([
  'docker',
  'build',
  'container',
  'containers',
  'deploy',
  'deployment',
  'image',
  'ci',
]);

function nameFor(file: string, root: string): string {
  const variant = variantOf(basename(file));
  if (variant !== undefined) return dnsLabelOf(variant);
  const folders = posix
    .dirname(file)
    .split('/')
    .filter((folder) => folder !== '.');
  const telling = folders.findLast((folder) => !GENERIC.has(folder.toLowerCase()));
  return dnsLabelOf(telling ?? basename(root));
}
