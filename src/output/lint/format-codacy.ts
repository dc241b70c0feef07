import { allFindings, type LintReport } from './lint-report.js';

/** Codacy's tool output: one JSON object a line. */
export function formatCodacy(report: LintReport): string {
  return allFindings(report)
    .map(
      ({ file, line, message, code }) =>
        `${JSON.stringify({ filename: file, line, message, patternId: code })}\n`,
    )
    .join('');
}
