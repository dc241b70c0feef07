import { join } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { variable } from '../system/environment.js';
import { run } from '../system/exec.js';
import { findExecutable } from '../system/executables.js';
import { scanEnvironment } from './trivy-environment.js';
import { TRIVY_PINS } from './trivy-pins.js';
import { assertTrustedVersion } from './trivy-version.js';

/** A Trivy that may be used. */
export interface Trivy {
  /** Absolute. */
  readonly path: string;
  readonly version: string;
}

/** The folder in which `acgs doctor --fix` puts a Trivy of this version: below XDG_DATA_HOME. */
export function pinnedTrivyFolder(version: string): string {
  const home = variable('HOME') ?? '/';
  const data = variable('XDG_DATA_HOME') ?? join(home, '.local', 'share');
  return join(data, 'acgs', 'tools', `trivy-${version}`);
}

/** What Trivy says of itself. @throws AcgsError `trivy/refused` if it does not answer as Trivy does */
export async function askVersion(path: string): Promise<string> {
  const { stdout, exitCode } = await run(path, ['version', '--format', 'json', '--quiet'], {
    reads: true,
    timeoutMs: 30_000,
    env: { ...scanEnvironment('/', undefined), TRIVY_CONFIG: undefined },
    cwd: '/',
  });
  try {
    const answer: unknown = exitCode === 0 ? JSON.parse(stdout) : undefined;
    if (typeof answer === 'object' && answer !== null && 'Version' in answer) return String(answer.Version);
  } catch {
    // Not JSON: no Trivy that we know, said so below.
  }
  throw new AcgsError('trivy/refused', `${path} does not answer \`trivy version\` as Trivy does`);
}

/**
 * Finds Trivy: the one on PATH, else the pinned one that `acgs doctor --fix` installed.
 * @throws AcgsError `trivy/missing`; `trivy/refused` when the only one there is compromised or too old
 */
export async function findTrivy(): Promise<Trivy> {
  const pinned = Object.values(TRIVY_PINS).map((pin) => pinnedTrivyFolder(pin.version));
  const paths = [
    findExecutable('trivy'),
    ...[...new Set(pinned)].map((folder) => findExecutable('trivy', folder)),
  ].filter((path) => path !== undefined);
  let refusal: unknown;
  for (const path of new Set(paths)) {
    try {
      const version = await askVersion(path);
      assertTrustedVersion(version);
      return { path, version };
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal ?? new AcgsError('trivy/missing', 'Trivy is not installed or not on PATH');
}
