import { redact } from '../../system/redaction.js';
import { type LintedFile, type LintReport, type ReportedFinding } from './lint-report.js';

const COLOURS = {
  error: '\u001b[31m',
  warning: '\u001b[33m',
  info: '\u001b[36m',
  style: '\u001b[35m',
} as const;
const DIM = '\u001b[2m';
const PLAIN = '\u001b[0m';

/** For people: one line a finding, the source line under it, the place underlined. What another finding says too is left out. */
export function formatTty(report: LintReport, options: { readonly colour: boolean }): string {
  const paint = (colour: string, text: string): string =>
    options.colour ? `${colour}${text}${PLAIN}` : text;
  let text = '';
  let count = 0;
  let advisory = 0;
  for (const file of report.files) {
    const lines = file.text.replace(/^\uFEFF/, '').split('\n');
    for (const finding of file.findings) {
      if (finding.twinOf !== undefined) continue;
      count++;
      if (!finding.counts) advisory++;
      const place = `${redact(file.file)}:${finding.line}:${finding.column}`;
      const level = paint(COLOURS[finding.level], finding.level);
      const also = twinsOf(file, finding);
      const code = paint(
        DIM,
        `${finding.code}${also === '' ? '' : ` = ${also}`}${finding.counts ? '' : ', advice'}`,
      );
      text += `${place} ${level}: ${redact(finding.message)} [${code}]\n${sourceLine(lines[finding.line - 1] ?? '', finding, paint)}`;
    }
  }
  if (count === 0) return '';
  const tail = advisory === 0 ? '' : `, ${advisory} of them advice that fails nothing`;
  return `${text}${count} finding${count === 1 ? '' : 's'}${tail}\n`;
}

function twinsOf(file: LintedFile, finding: ReportedFinding): string {
  const names = file.findings
    .filter((other) => other.twinOf === finding.code && other.instructionLine === finding.instructionLine)
    .map(({ code }) => code);
  return [...new Set(names)].join(', ');
}

const WIDEST = 160;

function sourceLine(
  raw: string,
  finding: ReportedFinding,
  paint: (colour: string, text: string) => string,
): string {
  const line = raw.replace(/\r$/, '');
  if (line.trim() === '') return '';
  const from = finding.column - 1;
  const to = finding.endLine === finding.line ? Math.max(finding.endColumn - 1, from + 1) : line.length;
  // A long line is cut around the place, so that the marks stay under it.
  const start = to > WIDEST ? Math.max(0, from - 40) : 0;
  const masked = finding.sensitive
    ? line.slice(0, from) + '*'.repeat(Math.max(0, to - from)) + line.slice(to)
    : line;
  const shown = masked.slice(start, start + WIDEST);
  const indent = [...shown.slice(0, from - start)]
    .map((character) => (character === '\t' ? '\t' : ' '))
    .join('');
  const marks = '~'.repeat(Math.max(1, Math.min(to, start + WIDEST) - from));
  return `  ${redact(shown)}\n  ${indent}${paint(COLOURS[finding.level], marks)}\n`;
}
