import { type Configuration } from '../../config/configuration.js';
import { type ReleaseOptions } from '../release-options.js';

/** The configuration with the flags laid over it: what steps read, and what is written beside the report. */
export function effectiveConfiguration(configuration: Configuration, options: ReleaseOptions): Configuration {
  const { scan } = configuration;
  return {
    ...configuration,
    registries: options.registries ?? configuration.registries,
    tags: options.tags ?? configuration.tags,
    scan: {
      ...scan,
      failOn: options.failOn ?? scan.failOn,
      ignoreUnfixed: options.ignoreUnfixed ?? scan.ignoreUnfixed,
      maxDbAge: options.maxDbAge ?? scan.maxDbAge,
      dbRepository: options.dbRepositories ?? scan.dbRepository,
    },
    services: configuration.services.map((service) => ({
      ...service,
      platforms: options.platforms ?? service.platforms,
    })),
  };
}
