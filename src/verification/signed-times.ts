import { Refused } from './refusal.js';
import { type VerifiedTimestamp } from './result.js';
import { type SignedEvidence } from './signed-evidence.js';
import { type TimestampResponse } from './x509/timestamp-response.js';

/** How old a signature may be. */
export interface MaxAge {
  readonly milliseconds: number;
  readonly now: Date;
}

/**
 * Times that somebody trusted signed: a log's promise or a timestamp authority; whoever asks sees to it that both are verified.
 * An entry's `integratedTime` without a promise is nobody's word (CVE-2026-48816).
 */
export function signedTimes(
  { logEntries }: Pick<SignedEvidence, 'logEntries'>,
  timestamps: readonly TimestampResponse[],
): VerifiedTimestamp[] {
  return [
    ...promised(logEntries).map(({ integratedTime }) => ({
      type: 'Tlog' as const,
      timestamp: fromSeconds(integratedTime).toISOString(),
    })),
    ...timestamps.map(({ time }) => ({ type: 'TimestampAuthority' as const, timestamp: time.toISOString() })),
  ];
}

function promised(entries: SignedEvidence['logEntries']): SignedEvidence['logEntries'] {
  return entries.filter(
    ({ inclusionPromise, integratedTime }) =>
      inclusionPromise !== undefined && integratedTime !== '' && integratedTime !== '0',
  );
}

/**
 * There must be `threshold` signed times, and one that is there twice counts for nothing.
 * @throws Refused `timestamp/missing`, `timestamp/invalid`
 */
export function checkTimeCount(
  { logEntries }: Pick<SignedEvidence, 'logEntries'>,
  timestamps: readonly TimestampResponse[],
  threshold: number,
): void {
  const names = [
    ...promised(logEntries).map(
      ({ logId, integratedTime }) => `log ${logId.keyId.toString('hex')} ${integratedTime}`,
    ),
    ...timestamps.map(
      ({ time, signerSerialNumber }) =>
        `authority ${signerSerialNumber.toString('hex')} ${time.toISOString()}`,
    ),
  ];
  if (new Set(names).size < names.length)
    throw new Refused('timestamp/invalid', 'a signed time is there twice');
  if (names.length < threshold)
    throw new Refused('timestamp/missing', `expected ${threshold} signed times, got ${names.length}`);
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
