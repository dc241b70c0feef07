import { allFindings, type LintReport, type ReportedFinding } from './lint-report.js';

const SEVERITIES = { error: 'CRITICAL', warning: 'MAJOR', info: 'MINOR', style: 'INFO' } as const;

/** SonarQube's generic issue import; columns count from 0 there. */
export function formatSonarqube(report: LintReport): string {
  const issues = allFindings(report).map((finding) => ({
    engineId: 'acgs',
    ruleId: finding.code,
    severity: SEVERITIES[finding.level],
    type: finding.level === 'error' ? 'BUG' : 'CODE_SMELL',
    primaryLocation: { filePath: finding.file, message: finding.message, textRange: textRange(finding) },
  }));
  return `${JSON.stringify({ issues })}\n`;
}

/** SonarQube refuses an empty range: without an end the whole line is meant. */
function textRange({ line, column, endLine, endColumn }: ReportedFinding): Record<string, number> {
  if (line === endLine && column === endColumn) return { startLine: line };
  return { startLine: line, endLine, startColumn: column - 1, endColumn: endColumn - 1 };
}
