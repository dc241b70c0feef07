import { resolve } from 'node:path';
import { durationMs } from '../../config/duration.js';
import { type ScanSettings } from '../../config/configuration.js';
import { variable } from '../../system/environment.js';
import { shapingVariables } from '../../scan/trivy-environment.js';
import { type TrivyOptions } from '../../scan/trivy-options.js';

/**
 * Trivy's options from the configuration. Flags have been laid over `settings` by the caller.
 * @param root folder that paths of the settings are relative to
 */
export function trivyOptionsFrom(
  settings: ScanSettings,
  root: string,
  also: Pick<TrivyOptions, 'signal' | 'onLine' | 'timeoutMs' | 'cacheDir'> = {},
): TrivyOptions {
  const written = settings.vex.length > 0 ? settings.vex : (variable('TRIVY_VEX')?.split(',') ?? []);
  return {
    ...also,
    dbRepositories: settings.dbRepository,
    javaDbRepositories: settings.javaDbRepository,
    ...(settings.server === undefined ? {} : { server: settings.server }),
    maxDbAgeMs: durationMs(settings.maxDbAge, 'scan.maxDbAge'),
    vex: written.map((file) => (file === 'repo' || file === 'oci' ? file : resolve(root, file))),
    skipFiles: settings.skipFiles,
    skipDirs: settings.skipDirs,
  };
}

/** The options that shape what a scan finds, as its attestation names them: no paths of this machine. */
export function scanParameters(settings: ScanSettings): string[] {
  return [
    '--scanners=vuln',
    ...settings.skipFiles.map((path) => `--skip-files=${path}`),
    ...settings.skipDirs.map((path) => `--skip-dirs=${path}`),
    ...settings.vex.map((file) => `--vex=${file}`),
    ...shapingVariables(),
  ];
}
