import { compare, parse } from 'semver';
import { AcgsError } from '../model/errors.js';

/**
 * Releases that carried a credential stealer in March 2026 (CVE-2026-33634, GHSA-69fq-xp46-6x23).
 * They are refused by what they say of themselves; a stealer can lie, so set-up checks the checksum as well (trivy-pins.ts).
 */
const COMPROMISED_VERSIONS: readonly string[] = ['0.69.4', '0.69.5', '0.69.6'];

/** First release with everything that acgs asks of Trivy: `convert`, VEX, `--show-suppressed`, the list of database repositories. */
const OLDEST_TRIVY = '0.60.0';

/**
 * Judges a Trivy version.
 * @param text as `trivy version -f json` gives it, e.g. `0.76.0`
 * @throws AcgsError `trivy/refused` for a compromised, too old or unreadable version
 */
export function assertTrustedVersion(text: string): void {
  const version = parse(text);
  if (version === null)
    throw new AcgsError(
      'trivy/refused',
      `expected Trivy to name a version such as 0.76.0, got "${text.slice(0, 40)}"`,
    );
  const release = `${version.major}.${version.minor}.${version.patch}`;
  if (COMPROMISED_VERSIONS.includes(release))
    throw new AcgsError(
      'trivy/refused',
      `Trivy ${text} is one of the releases that carried malware (CVE-2026-33634)`,
      {
        next: [
          'remove it, and treat every secret that it could read as stolen',
          'run `acgs doctor --fix` to install the pinned version',
        ],
      },
    );
  if (compare(release, OLDEST_TRIVY) < 0)
    throw new AcgsError('trivy/refused', `expected Trivy ${OLDEST_TRIVY} or newer, got ${text}`);
}
