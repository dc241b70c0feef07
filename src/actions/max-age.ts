import { type Duration, durationMs } from '../config/duration.js';
import { now } from '../system/clock.js';
import { type MaxAge } from '../verification/signed-times.js';

/** How old evidence may be now. @param name where it was said, for messages @throws AcgsError `usage/invalid` for no duration */
export function maxAgeOf(text: Duration, name?: string): MaxAge {
  return { milliseconds: durationMs(text, name), now: now() };
}
