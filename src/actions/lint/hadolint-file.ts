import { join } from 'node:path';
import { readHadolintConfig } from '../../dockerfile/hadolint-config.js';
import { AcgsError } from '../../model/errors.js';
import { type Environment } from '../../system/environment.js';
import { readTextIfPresent } from '../../system/files.js';
import { type LintLayer } from './lint-layer.js';

/** A configuration file that was found. */
export interface FoundFile {
  readonly path: string;
  readonly text: string;
}

/** hadolint's file in the working folder. */
const LOCAL = ['.hadolint.yaml', '.hadolint.yml'];

/** hadolint's file of a folder, if there is one; a release looks nowhere else, so that every machine judges alike. */
export async function hadolintFileIn(folder: string): Promise<FoundFile | undefined> {
  return firstOf(LOCAL.map((name) => join(folder, name)));
}

/** hadolint's file where hadolint 2.15 looks for it, in its order: working folder, XDG configuration, home. */
export async function findHadolintFile(cwd: string, env: Environment): Promise<FoundFile | undefined> {
  const home = env['HOME'] ?? '';
  const xdg = env['XDG_CONFIG_HOME'] ?? (home === '' ? '' : join(home, '.config'));
  const inXdg = xdg === '' ? [] : ['hadolint.yaml', 'hadolint.yml'].map((name) => join(xdg, name));
  const inHome = [
    '.hadolint/hadolint.yaml',
    '.hadolint/hadolint.yml',
    '.hadolint/config.yaml',
    '.hadolint/config.yml',
    '.hadolint.yaml',
    '.hadolint.yml',
  ].map((name) => join(home, name));
  return (await hadolintFileIn(cwd)) ?? (await firstOf([...inXdg, ...(home === '' ? [] : inHome)]));
}

async function firstOf(paths: readonly string[]): Promise<FoundFile | undefined> {
  for (const path of paths) {
    const text = await readTextIfPresent(path);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

/**
 * Reads hadolint's file. Keys that hadolint does not know are told to `warn`, since it passes over them too.
 * @throws AcgsError `config/syntax`, `config/invalid`
 */
export async function readHadolintFile(file: FoundFile, warn: (text: string) => void): Promise<LintLayer> {
  const { readYaml } = await import('../../config/read-yaml.js');
  const { data } = readYaml(file.path, file.text);
  const read = readHadolintConfig(data);
  const isUnknown = (problem: string): boolean => problem.startsWith('unknown key');
  for (const problem of read.errors.filter(isUnknown)) warn(`${file.path}: ${problem}`);
  const [problem, ...others] = read.errors.filter((text) => !isUnknown(text));
  if (problem !== undefined)
    throw new AcgsError(
      'config/invalid',
      others.length === 0 ? problem : `${problem}, and ${others.length} more`,
      {
        file: file.path,
        next: ['correct it: hadolint would refuse the file too'],
      },
    );
  return {
    options: read.options,
    ...(read.failureThreshold === undefined ? {} : { threshold: read.failureThreshold }),
    ...(read.noFail === undefined ? {} : { noFail: read.noFail }),
    noColor: isTrue(data, 'no-color'),
    verbose: isTrue(data, 'verbose'),
    ...(read.format === undefined ? {} : { format: read.format }),
  };
}

function isTrue(data: unknown, key: string): boolean {
  return typeof data === 'object' && data !== null && (data as Record<string, unknown>)[key] === true;
}
