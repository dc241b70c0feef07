/** A check that the user skipped. */
export type SkippedCheck = 'scan' | 'smoke';

/**
 * Why a release with skipped checks may not be published: skipping `scan` or `smoke` refuses a `--push`, unless `gate` is
 * skipped too, which is the user's own word (DESIGN §3).
 */
export function skipReasons(skipped: readonly SkippedCheck[], push: boolean): string[] {
  if (!push) return [];
  return [...new Set(skipped)].map(
    (check) => `${check} was skipped, and --push publishes only what passed it`,
  );
}
