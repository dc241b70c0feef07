import { escapeXml } from './escape-xml.js';
import { type LintReport } from './lint-report.js';

/** Checkstyle 4.3 XML, as hadolint writes it, with exact columns. */
export function formatCheckstyle(report: LintReport): string {
  const files = report.files.map(({ file, findings }) => {
    const errors = findings.map(
      ({ line, column, level, message, code }) =>
        `<error line="${line}" column="${column}" severity="${level}" message="${escapeXml(message)}" source="${escapeXml(code)}"/>`,
    );
    return `<file name="${escapeXml(file)}">${errors.join('')}</file>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><checkstyle version="4.3">${files.join('')}</checkstyle>\n`;
}
