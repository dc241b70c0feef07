import { relative, resolve } from 'node:path';
import { type ScanSettings } from '../config/configuration.js';
import { durationMs } from '../config/duration.js';
import { AcgsError } from '../model/errors.js';
import { parseSeverity } from '../scan/parse-severity.js';

/** The flags of `scanSettingFlags`, parsed. */
export interface ScanSettingFlags {
  readonly 'fail-on'?: readonly string[] | undefined;
  readonly 'ignore-unfixed'?: boolean | undefined;
  readonly 'max-db-age'?: string | undefined;
  readonly 'db-repository'?: readonly string[] | undefined;
  readonly ignorefile?: string | undefined;
  readonly vex?: readonly string[] | undefined;
  readonly server?: string | undefined;
}

/**
 * Lays flags over the configuration. Paths of flags are relative to the working folder, those of settings to the project.
 * @throws AcgsError `usage/invalid`
 */
export function scanSettings(base: ScanSettings, flags: ScanSettingFlags, root: string): ScanSettings {
  const inProject = (path: string): string => relative(root, resolve(path));
  const { ignorefile, vex, server } = flags;
  const maxDbAge = flags['max-db-age'];
  if (maxDbAge !== undefined) durationMs(maxDbAge, '--max-db-age');
  if (server !== undefined && !/^https?:\/\/\S+$/.test(server))
    throw new AcgsError(
      'usage/invalid',
      `expected --server to be an http(s) URL, got "${server.slice(0, 100)}"`,
    );
  return {
    ...base,
    ...(flags['fail-on'] === undefined ? {} : { failOn: flags['fail-on'].map(parseSeverity) }),
    ...(flags['ignore-unfixed'] === undefined ? {} : { ignoreUnfixed: flags['ignore-unfixed'] }),
    ...(maxDbAge === undefined ? {} : { maxDbAge }),
    ...(flags['db-repository'] === undefined ? {} : { dbRepository: flags['db-repository'] }),
    ...(ignorefile === undefined ? {} : { ignorefile: inProject(ignorefile) }),
    ...(vex === undefined ? {} : { vex: vex.map((name) => (isVexSource(name) ? name : inProject(name))) }),
    ...(server === undefined ? {} : { server }),
  };
}

/** Trivy's words for documents that are no files. */
function isVexSource(name: string): boolean {
  return name === 'repo' || name === 'oci';
}
