import { type PlannedStep, formatStepKey } from '../../model/run-event.js';
import { type ReleaseReport, type ServiceReport } from '../../model/release-report.js';
import { type StepStatus } from '../../model/run-event.js';
import { redact } from '../../system/redaction.js';
import { formatDuration } from './duration.js';

/** The end of a release on a terminal: what became of each service, where the evidence lies, how to verify it. */
export function summaryText(report: ReleaseReport, output: string): string {
  const took = formatDuration(Date.parse(report.finishedOn) - Date.parse(report.startedOn));
  const signed = report.signed ? '' : ', UNSIGNED';
  const dirty = report.source.dirty ? ', dirty' : '';
  const head = `Release ${report.runId}: ${report.status}${signed}${dirty}, ${took}`;
  const blocks = report.services.map((service) => serviceText(service, report.signed));
  const more = report.services.some((service) => service.howToVerify.length > 0)
    ? ', with the lines that verify it by cosign'
    : '';
  const end = `Report: ${output}/report.html and report.json${more}`;
  return `${[head, ...blocks, end].map(redact).join('\n\n')}\n`;
}

/** The long lines for cosign are in the report; here they would bury what happened. */
function acgsLines({ howToVerify }: ServiceReport): readonly string[] {
  return howToVerify
    .flatMap(({ command }) => command.split('\n'))
    .filter((command) => command.startsWith('acgs '));
}

/** Where it was read back from, without the digest that the line of the image has shown already. */
function placeOf({ verification, digest }: ServiceReport): string {
  return (verification?.from ?? '').split(`@${digest}`).join('');
}

function serviceText(service: ServiceReport, signed: boolean): string {
  const lines = [service.name, `  image    ${service.image}`];
  if (service.tags.length > 0) lines.push(`  tags     ${service.tags.join(', ')}`);
  lines.push(`  steps    ${counted(service)}`);
  const { counts, blocking } = service.scan;
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  if (Object.keys(counts).length > 0)
    lines.push(
      `  findings ${found.length === 0 ? 'none known' : found.map(([name, count]) => `${count} ${name.toLowerCase()}`).join(', ')}`,
    );
  for (const finding of blocking)
    lines.push(
      `  refused  ${finding.severity} ${finding.id} in ${finding.package} ${finding.installed}, fixed in ${finding.fixed || '(no fix)'} (${finding.origin}, ${finding.platform})`,
    );
  if (signed) lines.push(`  evidence ${service.evidence.length} signatures and attestations`);
  if (service.verification !== null)
    lines.push(`  verified ${service.verification.verified ? `from ${placeOf(service)}` : 'NO'}`);
  if (service.verification?.slsa !== undefined)
    lines.push(`  SLSA     Build L${service.verification.slsa.level}: ${service.verification.slsa.why}`);
  for (const warning of service.warnings) lines.push(`  warning  ${warning}`);
  for (const budget of service.budgets)
    if (budget.exceeded)
      lines.push(
        `  warning  ${budget.name} took ${formatDuration(budget.tookMs)}, over its budget of ${formatDuration(budget.limitMs)}`,
      );
  for (const command of acgsLines(service)) lines.push(`  verify   ${command}`);
  return lines.join('\n');
}

/** `8 passed, 2 fresh, 2 skipped (push, tag)` */
function counted({ steps }: ServiceReport): string {
  const byStatus = new Map<StepStatus, string[]>();
  for (const { id, platform, status } of steps)
    byStatus.set(status, [
      ...(byStatus.get(status) ?? []),
      platform === undefined ? id : `${id} ${platform}`,
    ]);
  return [...byStatus]
    .map(([status, ids]) =>
      status === 'passed' || status === 'fresh' || status === 'done'
        ? `${ids.length} ${status}`
        : `${ids.length} ${status} (${ids.join(', ')})`,
    )
    .join(', ');
}

/** What a run would do, step by step. */
export function planText(plan: readonly PlannedStep[], isFine: boolean): string {
  const lines = plan.flatMap(({ key, title, action, reason, effects = [] }) => {
    const name = formatStepKey(key);
    if (action === 'skip') return [`- ${name}: skipped, ${reason ?? ''}`];
    if (action === 'import') return [`- ${name}: imported from the last run`];
    return [
      `- ${name}: ${title}`,
      ...effects.map(
        ({ kind, detail, leaves }) => `    ${leaves ? '⇡ leaves this machine: ' : ''}${kind}: ${detail}`,
      ),
    ];
  });
  const leaving = plan.flatMap(({ effects = [] }) => effects).filter(({ leaves }) => leaves).length;
  const end =
    leaving === 0 ? 'Nothing leaves this machine.' : `${leaving} effects leave this machine (marked ⇡).`;
  return `${[...lines, '', end, ...(isFine ? [] : ['The preflight found problems: see above.'])].map(redact).join('\n')}\n`;
}
