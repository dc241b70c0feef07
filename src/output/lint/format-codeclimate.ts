import { codeClimateIssue } from './code-climate-issue.js';
import { allFindings, type LintReport } from './lint-report.js';

/** Code Climate's engine output: issues parted by NUL. */
export function formatCodeclimate(report: LintReport): string {
  return allFindings(report)
    .map((finding) => `${JSON.stringify(codeClimateIssue(finding))}\0`)
    .join('');
}
