import { type ReleaseReport, type ServiceReport } from '../../model/release-report.js';
import { formatDuration } from './duration.js';

/** Text inside a Markdown table or line: no markup of its own, no line breaks, no HTML. */
function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/[\\`*_[\]<>|#!~]/g, (character) =>
      character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`,
    );
}

/** A code span that cannot be closed from inside. */
function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll(/[\r\n|]+/g, ' ')}\``;
}

/** The report as Markdown: a step summary, or the body of a release. */
export function markdownReport(report: ReleaseReport): string {
  const lines = [
    `## Release ${code(report.runId)}: ${report.status}${report.signed ? '' : ' (UNSIGNED)'}`,
    '',
  ];
  if (report.error !== undefined)
    lines.push(
      `> **${escapeMarkdown(report.error.code)}**: ${escapeMarkdown(report.error.message)}`,
      '',
      ...report.error.next.map((step) => `- ${escapeMarkdown(step)}`),
      '',
    );
  const dirty = report.source.dirty ? ' (dirty)' : '';
  lines.push(
    `Commit ${code(report.source.commit ?? 'none')}${dirty}, acgs ${escapeMarkdown(report.version)}`,
    '',
  );
  for (const item of report.services) lines.push(...serviceLines(item));
  return `${lines.join('\n').trimEnd()}\n`;
}

function serviceLines(item: ServiceReport): string[] {
  const lines = [
    `### ${escapeMarkdown(item.name)}`,
    '',
    `${code(item.image)}`,
    '',
    `Digest ${code(item.digest)}`,
    '',
  ];
  if (item.tags.length > 0) lines.push(`Tags: ${item.tags.map(code).join(', ')}`, '');
  for (const warning of item.warnings) lines.push(`> ${escapeMarkdown(warning)}`, '');
  for (const reason of item.gate.reasons) lines.push(`> **Refused**: ${escapeMarkdown(reason)}`, '');
  lines.push('| Step | Status | Time | |', '|---|---|--:|---|');
  for (const step of item.steps)
    lines.push(
      `| ${step.id}${step.platform === undefined ? '' : ` ${step.platform}`} | ${step.status} | ${formatDuration(step.durationMs)} | ${escapeMarkdown(step.reason)} |`,
    );
  lines.push('');
  if (item.scan.blocking.length > 0) {
    lines.push('| Finding | Package | Installed | Fixed in | From |', '|---|---|---|---|---|');
    for (const finding of item.scan.blocking)
      lines.push(
        `| ${finding.severity} ${escapeMarkdown(finding.id)} | ${escapeMarkdown(finding.package)} | ${escapeMarkdown(finding.installed)} | ${escapeMarkdown(finding.fixed)} | ${finding.origin} |`,
      );
    lines.push('');
  }
  if (item.evidence.length > 0) {
    lines.push('<details><summary>Evidence</summary>', '', '| Kind | Predicate | Digest |', '|---|---|---|');
    for (const piece of item.evidence)
      lines.push(`| ${piece.kind} | ${code(piece.predicateType)} | ${code(piece.digest)} |`);
    lines.push('', '</details>', '');
  }
  for (const way of item.howToVerify)
    lines.push(`${escapeMarkdown(way.title)}:`, '', '```sh', way.command.replaceAll('```', ''), '```', '');
  return lines;
}
