import { escapeXml } from './escape-xml.js';
import { type LintReport } from './lint-report.js';

/** JUnit XML: a suite for each file, a failed case for each finding that counts, a passed one where there is none. */
export function formatJunit(report: LintReport): string {
  const suites = report.files.map(({ file, findings }) => {
    const cases = findings.map(({ code, level, message, line, column, counts }) => {
      const text = `File: ${file}\nLine: ${line}\nColumn: ${column}\n${level}: ${message}\n`;
      const body = counts
        ? `<failure type="${level}" message="${escapeXml(message)}">${escapeXml(text)}</failure>`
        : `<system-out>${escapeXml(text)}</system-out>`;
      return `<testcase name="${escapeXml(code)}" classname="${escapeXml(file)}" file="${escapeXml(file)}" line="${line}">${body}</testcase>`;
    });
    const failures = findings.filter(({ counts }) => counts).length;
    const all =
      cases.length > 0
        ? cases.join('')
        : `<testcase name="lint" classname="${escapeXml(file)}" file="${escapeXml(file)}"/>`;
    return `<testsuite name="${escapeXml(file)}" tests="${Math.max(cases.length, 1)}" failures="${failures}" errors="0">${all}</testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><testsuites name="acgs dockerfile lint">${suites.join('')}</testsuites>\n`;
}
