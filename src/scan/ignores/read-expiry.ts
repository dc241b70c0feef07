/**
 * An expiry as Trivy reads it: a date (its midnight in UTC) or an RFC 3339 time; nothing for anything else, so also for
 * days that no calendar has.
 */
export function readExpiry(text: string): Date | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2}))?$/.exec(
    text,
  );
  if (match?.[1] === undefined) return undefined;
  const day = new Date(`${match[1]}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== match[1]) return undefined;
  const time = text === match[1] ? day : new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
