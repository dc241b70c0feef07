import { type Configuration, type Service } from '../../config/configuration.js';
import { type Platform, type PlatformService, type Repository } from '../../kits/platform.js';
import { signerOf } from './signer-of.js';

/** Where a service listens when acgs.yaml does not say. */
const USUAL_PORT = 8000;
/** Placeholder of what acgs.yaml and the remote do not tell; `acgs kit status` lists where it stands. */
const PLACEHOLDER = { registry: 'registry.example.com', owner: 'OWNER', name: 'REPO' };

/**
 * The platform that kits render from.
 * @param remote the git remote's public https URL, if there is one
 */
export function platformOf(
  configuration: Configuration,
  remote: string | undefined,
  acgsVersion: string,
): Platform {
  const registry = configuration.registries[0] ?? `${PLACEHOLDER.registry}/${configuration.project}`;
  const repository = repositoryOf(remote, registry);
  return {
    project: configuration.project,
    namespace: configuration.namespace,
    hash: configuration.constitutionalHash === false ? undefined : configuration.constitutionalHash,
    registry,
    repository,
    services: configuration.services.map((service) =>
      platformService(service, configuration.services, registry),
    ),
    signer: signerOf(configuration, repository),
    acgsVersion,
  };
}

/** The git remote, else OWNER/REPO of the registry, else a placeholder. */
function repositoryOf(remote: string | undefined, registry: string): Repository {
  const url = remote === undefined ? undefined : new URL(remote);
  const [owner, name] = (url?.pathname ?? '').split('/').filter(Boolean);
  if (url !== undefined && owner !== undefined && name !== undefined)
    return { host: url.host, owner, name, from: 'remote' };
  const [, account, project] = registry.split('/');
  if (account !== undefined && project !== undefined)
    return { host: 'github.com', owner: account, name: project, from: 'registry' };
  return { host: 'github.com', owner: PLACEHOLDER.owner, name: PLACEHOLDER.name, from: 'placeholder' };
}

function platformService(service: Service, all: readonly Service[], registry: string): PlatformService {
  const { name, context, dockerfile, calls, expose, health = 'tcp', metrics } = service;
  const port = service.port ?? USUAL_PORT;
  const names = all.map((one) => one.name);
  return {
    name,
    image: `${registry}/${service.image}`,
    context,
    dockerfile,
    port,
    health,
    metrics:
      metrics === undefined || metrics === false
        ? undefined
        : { path: metrics.path, port: 'port' in metrics && metrics.port !== undefined ? metrics.port : port },
    calls: calls.filter((callee) => names.includes(callee)),
    callsOutside: calls.filter((callee) => !names.includes(callee)).map(hostAndPort),
    calledBy: all.filter((one) => one.calls.includes(name)).map((one) => one.name),
    expose,
  };
}

function hostAndPort(callee: string): { host: string; port: number } {
  const colon = callee.lastIndexOf(':');
  return { host: callee.slice(0, colon), port: Number(callee.slice(colon + 1)) };
}
