import { type FindingLevel } from '../model/finding.js';
import { type LintFinding } from './lint-result.js';

/** hadolint's failure thresholds; `ignore` and `none` lie below `style`, so any finding fails (as there). */
export type FailureThreshold = FindingLevel | 'ignore' | 'none';

const RANK: Readonly<Record<FailureThreshold, number>> = {
  error: 3,
  warning: 2,
  info: 1,
  style: 0,
  ignore: -1,
  none: -1,
};

/** hadolint's default. */
export const DEFAULT_THRESHOLD: FailureThreshold = 'info';

/** The findings that make a run fail: those that count and are as severe as the threshold. */
export function failing(
  findings: readonly LintFinding[],
  threshold: FailureThreshold = DEFAULT_THRESHOLD,
): LintFinding[] {
  return findings.filter(({ counts, level }) => counts && RANK[level] >= RANK[threshold]);
}
