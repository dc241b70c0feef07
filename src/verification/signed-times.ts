import { Refused } from './refusal.js';
import { type VerifiedTimestamp } from './result.js';
import { type SignedEvidence } from './signed-evidence.js';
import { readTimestamp } from './sigstore-checks.js';

/** How old a signature may be. */
export interface MaxAge {
  readonly milliseconds: number;
  readonly now: Date;
}

/** Times that somebody trusted signed: a log's promise or a timestamp authority; both have been verified by now. */
export function signedTimes({ logEntries, timestamps }: SignedEvidence): VerifiedTimestamp[] {
  return [
    ...logEntries
      .filter(({ inclusionPromise }) => inclusionPromise !== undefined)
      .map(({ integratedTime }) => ({
        type: 'Tlog' as const,
        timestamp: fromSeconds(integratedTime).toISOString(),
      })),
    ...timestamps.map((der) => ({
      type: 'TimestampAuthority' as const,
      timestamp: readTimestamp(der).signingTime.toISOString(),
    })),
  ];
}

/** A log's `integratedTime`. */
export function fromSeconds(seconds: string): Date {
  return new Date(Number(seconds) * 1000);
}

/** The earliest time counts: anybody can have an old signature stamped again today. */
export function checkAge(times: readonly Date[], maxAge: MaxAge | undefined): void {
  if (maxAge === undefined) return;
  if (times.length === 0)
    throw new Refused('timestamp/missing', 'no signed time says how old the signature is');
  const made = Math.min(...times.map((time) => time.getTime()));
  if (made < maxAge.now.getTime() - maxAge.milliseconds)
    throw new Refused('age/too-old', `the signature was made at ${new Date(made).toISOString()}`);
}
