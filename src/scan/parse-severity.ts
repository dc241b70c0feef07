import { AcgsError } from '../model/errors.js';
import { nearest } from '../model/nearest.js';
import { SEVERITIES, type Severity } from '../model/severity.js';

/** A severity as `--fail-on` takes it, in any case. @throws AcgsError `usage/invalid`, with the nearest one */
export function parseSeverity(text: string): Severity {
  const wanted = text.trim().toUpperCase();
  const found = SEVERITIES.find((known) => known === wanted);
  if (found !== undefined) return found;
  const guess = nearest(wanted, SEVERITIES);
  throw new AcgsError(
    'usage/invalid',
    `--fail-on: expected one of ${SEVERITIES.join(', ')}, got "${text.slice(0, 40)}"`,
    { next: guess === undefined ? [] : [`did you mean ${guess}?`] },
  );
}
