import semver from 'semver';
import { type Configuration, type Service } from './configuration.js';
import { dotted, type Problem } from './diagnose.js';
import { dnsLabelOf } from './names.js';
import { escapes } from './paths.js';
import { type ConfigurationDocument } from './schema/document.js';
import { nearest } from '../model/nearest.js';

/** Where a configuration lies. */
export interface Place {
  readonly root: string;
  readonly repositoryRoot: string;
  readonly file: string | undefined;
}

type Complain = (path: readonly PropertyKey[], message: string, next?: readonly string[]) => void;

/** Fills in what depends on the place of the file: names, lists, the namespace. Checks nothing. */
export function resolveConfiguration(document: ConfigurationDocument, place: Place): Configuration {
  const project = document.project ?? dnsLabelOf(lastSegment(place.root), 'project');
  const { registry, registries = registry === undefined ? [] : [registry] } = document;
  return {
    ...place,
    version: 1,
    project,
    acgs: document.acgs,
    edition: document.edition,
    constitutionalHash: document.constitutionalHash,
    registries,
    services: Object.entries(document.services ?? {}).map(([name, service]): Service => {
      return { ...service, name, image: service.image ?? name };
    }),
    lint: document.lint,
    scan: document.scan,
    sbom: document.sbom,
    sign: document.sign,
    verify: document.verify,
    sigstore: document.sigstore,
    tags: document.tags,
    namespace: document.namespace ?? dnsLabelOf(`${project}-system`),
    budgets: document.budgets,
    kits: document.kits,
  };
}

function lastSegment(path: string): string {
  return path.split('/').filter(Boolean).at(-1) ?? '';
}

/** What a schema cannot say: references between parts, paths that would leave the repository, the version range. */
export function checkRelations(
  document: ConfigurationDocument,
  configuration: Configuration,
  acgsVersion: string,
  problemAt: (path: readonly PropertyKey[], message: string, next: readonly string[]) => Problem,
): Problem[] {
  const problems: Problem[] = [];
  const complain: Complain = (path, message, next = []) =>
    void problems.push(problemAt(path, `${dotted(path)}: ${message}`, next));
  checkVersion(document.acgs, acgsVersion, complain);
  if (document.registry !== undefined && document.registries !== undefined)
    complain(['registry'], 'expected registry or registries, got both', ['move it into registries']);
  checkImages(configuration.services, complain);
  checkCalls(configuration.services, complain);
  checkPaths(configuration, complain);
  return problems;
}

function checkVersion(range: string | undefined, acgsVersion: string, complain: Complain): void {
  if (range === undefined) return;
  if (semver.validRange(range) === null)
    complain(['acgs'], `expected a semver range such as ^1.2, got "${range.slice(0, 60)}"`);
  else if (!semver.satisfies(acgsVersion, range, { includePrerelease: true }))
    complain(['acgs'], `this file asks for acgs ${range}, and this is acgs ${acgsVersion}`, [
      `install acgs ${range}`,
      'or change the range',
    ]);
}

/** Two services in one repository would fight over its tags. */
function checkImages(services: readonly Service[], complain: Complain): void {
  const owners = new Map<string, string>();
  for (const { name, image } of services) {
    const owner = owners.get(image);
    if (owner !== undefined)
      complain(
        ['services', name, 'image'],
        `expected an image of its own, got "${image}", which is ${owner}'s`,
      );
    owners.set(image, owner ?? name);
  }
}

function checkCalls(services: readonly Service[], complain: Complain): void {
  const names = services.map((service) => service.name);
  for (const { name, calls } of services)
    calls.forEach((callee, index) => {
      if (callee.includes(':') || names.includes(callee)) return;
      const near = nearest(callee, names);
      complain(
        ['services', name, 'calls', index],
        `expected a service of this file or host:port, got "${callee}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
        near === undefined ? ['add the service, or write host:port'] : [`write "${near}"`],
      );
    });
}

/** A configuration may come with a repository that somebody else wrote: it names nothing outside of it. */
function checkPaths(configuration: Configuration, complain: Complain): void {
  const check = (path: readonly PropertyKey[], written: string, base = '.'): void => {
    // What lies in a context that is refused itself is no second problem.
    if (escapes(configuration, base, '.') || !escapes(configuration, written, base)) return;
    complain(path, `expected a path inside the repository, got "${written.slice(0, 200)}"`, [
      'move what it names into the repository',
    ]);
  };
  for (const service of configuration.services) {
    const at = ['services', service.name];
    check([...at, 'context'], service.context);
    check([...at, 'dockerfile'], service.dockerfile, service.context);
    for (const [name, where] of Object.entries(service.buildContexts))
      if (isFolder(where)) check([...at, 'buildContexts', name], where);
    for (const [id, source] of Object.entries(service.secrets))
      if ('file' in source) check([...at, 'secrets', id, 'file'], source.file);
  }
  configuration.scan.vex.forEach((file, index) => check(['scan', 'vex', index], file));
  if (configuration.scan.ignorefile !== undefined)
    check(['scan', 'ignorefile'], configuration.scan.ignorefile);
}

/** Whether a named build context is a folder of the repository, as against an image, a layout, a stage or a URL. */
export function isFolder(buildContext: string): boolean {
  return !/^(?:docker-image:\/\/|oci-layout:\/\/|https:\/\/|git@|target:)/.test(buildContext);
}
