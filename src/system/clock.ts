/** The time of day; the one place that asks for it. */
export function now(): Date {
  return new Date();
}

/** Milliseconds on a clock that never goes back, for durations. (`performance` would load six modules of Node's first.) */
export function monotonic(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1_000_000;
}

/** RFC 3339 in UTC with seconds, as in-toto's Timestamp wants it (in-toto/attestation, field_types.md). */
export function timestamp(date: Date = now()): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
