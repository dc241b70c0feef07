import { type ReportedFinding } from './lint-report.js';

const SEVERITIES = { error: 'blocker', warning: 'major', info: 'info', style: 'minor' } as const;

/** One issue of the Code Climate specification, severities as hadolint maps them. */
export function codeClimateIssue({
  code,
  message,
  file,
  line,
  endLine,
  level,
}: ReportedFinding): Record<string, unknown> {
  return {
    type: 'issue',
    check_name: code,
    description: message,
    categories: ['Bug Risk'],
    location: { path: file, lines: { begin: line, end: endLine } },
    severity: SEVERITIES[level],
  };
}
