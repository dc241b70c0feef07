import { redact } from '../../system/redaction.js';
import { allFindings, type LintReport } from './lint-report.js';

/** `program:file:line.column-line.column: code level: message`, the GNU coding standards' form with a range. */
export function formatGnu(report: LintReport): string {
  return allFindings(report)
    .map(
      ({ file, line, column, endLine, endColumn, code, level, message }) =>
        `acgs:${redact(file)}:${line}.${column}-${endLine}.${Math.max(endColumn - 1, 1)}: ${code} ${level}: ${redact(message)}\n`,
    )
    .join('');
}
