import { AcgsError } from '../model/errors.js';

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What a duration or an age looks like in acgs.yaml and in flags: `30s`, `5m`, `12h`, `5d`. */
export const DURATION = /^(?:0|[1-9]\d{0,5})[smhd]$/;

/** A duration in words of the configuration, checked against {@link DURATION}. */
export type Duration = string;

/**
 * Milliseconds of a duration such as `30s`, `5m`, `12h`, `5d`.
 * @throws AcgsError `usage/invalid` for anything else; `name` is what the message calls it (`--timeout`).
 */
export function durationMs(text: Duration, name = 'a duration'): number {
  const unit = text.at(-1);
  if (!DURATION.test(text) || (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd'))
    throw new AcgsError(
      'usage/invalid',
      `expected ${name} such as 30s, 5m, 12h or 5d, got "${text.slice(0, 40)}"`,
      { next: ['write a whole number and one of the units s, m, h, d'] },
    );
  return Number(text.slice(0, -1)) * UNITS[unit];
}
