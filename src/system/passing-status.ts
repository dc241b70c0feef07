/** Statuses after which the same request may succeed: the union of what ggcr and oras repeat. */
export function mayPass(status: number): boolean {
  if (status === 408 || status === 429 || status === 499) return true;
  return status >= 500 && status !== 501 && status !== 505;
}

/** Milliseconds that a `Retry-After` header asks for (RFC 9110, section 10.2.3: seconds or a date). */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
