import { join } from 'node:path';
import { type Configuration } from '../../config/configuration.js';
import { loadConfiguration } from '../../config/load.js';
import { type Lock, LOCK_FILE, parseLock } from '../../kits/lock.js';
import { type Platform } from '../../kits/platform.js';
import { readRemote } from '../../source/read-source.js';
import { exists } from '../../system/files.js';
import { platformOf } from './platform-of.js';
import { readProjectFile } from './project-files.js';

export interface KitProjectOptions {
  /** Absolute folder to look for acgs.yaml in. */
  readonly cwd: string;
  /** `--config` */
  readonly config?: string;
  readonly acgsVersion: string;
  /** Where the kits lie; those that ship with acgs unless a test says otherwise. */
  readonly kits?: string;
}

/** A project that has kits, or is to get some. */
export interface KitProject {
  /** Absolute folder that all paths are relative to: acgs.yaml's. */
  readonly root: string;
  readonly configuration: Configuration;
  readonly platform: Platform;
  readonly lock: Lock;
  /** Text of acgs.lock.json; undefined where there is none yet. */
  readonly lockText: string | undefined;
  readonly kits: string | undefined;
}

/** Reads acgs.yaml, the lock and the git remote. @throws AcgsError `config/*`, `kit/lock`, `kit/outside` */
export async function openKitProject(options: KitProjectOptions): Promise<KitProject> {
  const { cwd, config: file, acgsVersion, kits } = options;
  const configuration = await loadConfiguration({
    cwd,
    acgsVersion,
    ...(file === undefined ? {} : { file }),
  });
  return await kitProject(configuration, { acgsVersion, kits });
}

/** The same for a configuration that is at hand. */
export async function kitProject(
  configuration: Configuration,
  { acgsVersion, kits }: { readonly acgsVersion: string; readonly kits: string | undefined },
): Promise<KitProject> {
  const { root, repositoryRoot } = configuration;
  const isRepository = await exists(join(repositoryRoot, '.git'));
  const remote = isRepository ? await readRemote(repositoryRoot) : undefined;
  const lock = readProjectFile(root, LOCK_FILE);
  return {
    root,
    configuration,
    platform: platformOf(configuration, remote, acgsVersion),
    lock: lock === undefined ? new Map() : parseLock(lock.text),
    lockText: lock?.text,
    kits,
  };
}
