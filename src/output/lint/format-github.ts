import { redact } from '../../system/redaction.js';
import { allFindings, type LintReport } from './lint-report.js';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice', style: 'notice' } as const;

/** GitHub's workflow commands, which show as annotations; the columns only where one line holds the place. */
export function formatGithub(report: LintReport): string {
  return allFindings(report)
    .filter(({ twinOf }) => twinOf === undefined)
    .map(({ file, line, column, endLine, endColumn, level, code, message, counts }) => {
      const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : '';
      const command = counts ? COMMANDS[level] : 'notice';
      return `::${command} file=${property(file)},line=${line},endLine=${endLine}${columns},title=${property(code)}::${data(redact(message))}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(redact(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
