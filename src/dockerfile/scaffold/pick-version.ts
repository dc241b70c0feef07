import semver from 'semver';

/**
 * The first of the known versions that a range allows.
 * @param known newest-preferred order, e.g. `['3.13', '3.14', '3.12']`; the first is the default
 * @param range npm's syntax; undefined or unreadable allows all
 */
export function pickVersion(known: readonly [string, ...string[]], range: string | undefined): string {
  const readable = range === undefined ? null : semver.validRange(range);
  if (readable === null) return known[0];
  const fit = known.find((version) => {
    // `>=3.12.4` allows the series 3.12: an image tag names the newest of a series
    const series = semver.coerce(version);
    return series !== null && semver.intersects(readable, seriesRange(version));
  });
  return fit ?? known[0];
}

function seriesRange(version: string): string {
  return version.includes('.') ? `~${version}.0` : `^${version}.0.0`;
}

/** Python's specifiers (PEP 440) as an npm range; what has no such form is left out. */
export function pythonRange(specifiers: string): string | undefined {
  const parts = specifiers.split(',').flatMap((part) => {
    const found = /^\s*(~=|\^|~|==|>=|<=|>|<)?\s*(\d+(?:\.\d+)*)(\.\*)?\s*$/.exec(part);
    if (found === null) return [];
    const [, operator = '==', version = ''] = found;
    const dots = version.split('.').length;
    if (operator === '==') return [dots >= 3 ? version : `~${version}`];
    if (operator === '~=') return [dots >= 3 ? `~${version}` : `^${version}`];
    return [`${operator}${version}`];
  });
  return parts.length === 0 ? undefined : parts.join(' ');
}
