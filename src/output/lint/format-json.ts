import { allFindings, type LintReport } from './lint-report.js';

/** hadolint's JSON, one array, with more fields: the end of the place, the instruction's line, whether it counts. */
export function formatJson(report: LintReport): string {
  const findings = allFindings(report).map(
    ({
      code,
      column,
      file,
      level,
      line,
      message,
      endLine,
      endColumn,
      counts,
      instructionLine,
      fix,
      twinOf,
    }) => ({
      code,
      column,
      file,
      level,
      line,
      message,
      endLine,
      endColumn,
      instructionLine: instructionLine ?? line,
      counts,
      fixable: fix !== undefined,
      ...(twinOf === undefined ? {} : { sameAs: twinOf }),
    }),
  );
  return `${JSON.stringify(findings)}\n`;
}
