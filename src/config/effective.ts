import { type Configuration } from './configuration.js';

/**
 * The configuration as an acgs.yaml that says everything, for the file beside the report and for fingerprints: no
 * absolute path, keys in a fixed order, and loading it gives the same configuration again.
 */
export function effectiveDocument(configuration: Configuration): Readonly<Record<string, unknown>> {
  const {
    root: _root,
    repositoryRoot: _repository,
    file: _file,
    services,
    registries,
    ...rest
  } = configuration;
  return withoutUndefined({
    version: rest.version,
    project: rest.project,
    acgs: rest.acgs,
    edition: rest.edition,
    constitutionalHash: rest.constitutionalHash,
    registries,
    services: Object.fromEntries(services.map(({ name, ...service }) => [name, service])),
    lint: rest.lint,
    scan: rest.scan,
    sbom: rest.sbom,
    sign: rest.sign,
    verify: rest.verify,
    sigstore: rest.sigstore,
    tags: rest.tags,
    namespace: rest.namespace,
    budgets: rest.budgets,
    kits: rest.kits,
  });
}

function withoutUndefined(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
