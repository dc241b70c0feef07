import { dirname, join } from 'node:path';
import { type Configuration } from '../../config/configuration.js';
import { CONFIGURATION_FILE, loadConfiguration } from '../../config/load.js';
import { contextFolder, dockerfilePath } from '../../config/paths.js';
import { exists } from '../../system/files.js';

/** What acgs.yaml says of the service in a folder. */
export interface DeclaredService {
  readonly name: string;
  readonly port?: number;
  /** A path, `tcp` or `none`. */
  readonly health?: string;
}

/**
 * The configuration that holds for a folder: the file named, or the acgs.yaml in the nearest folder upward.
 * @returns undefined where there is none
 */
export async function nearestConfiguration(
  directory: string,
  top: string,
  options: { readonly cwd: string; readonly file?: string; readonly acgsVersion: string },
): Promise<Configuration | undefined> {
  const { acgsVersion, cwd, file } = options;
  if (file !== undefined) return await loadConfiguration({ cwd, file, acgsVersion });
  for (let at = directory; ; at = dirname(at)) {
    if (await exists(join(at, CONFIGURATION_FILE))) return await loadConfiguration({ cwd: at, acgsVersion });
    if (at === top || at === dirname(at)) return undefined;
  }
}

/** The service whose Dockerfile stands in the folder, or is to. */
export function declaredService(
  configuration: Configuration | undefined,
  directory: string,
): DeclaredService | undefined {
  const service = configuration?.services.find(
    (one) =>
      dirname(dockerfilePath(configuration, one)) === directory ||
      contextFolder(configuration, one) === directory,
  );
  if (service === undefined) return undefined;
  const { name, port, health } = service;
  return {
    name,
    ...(port === undefined ? {} : { port }),
    ...(health === undefined ? {} : { health: typeof health === 'string' ? health : health.ready }),
  };
}
