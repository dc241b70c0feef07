import { formatStepKey, type PlannedStep, type RunEvent } from '../../model/run-event.js';
import { formatDuration } from '../report/duration.js';
import { type Paint } from './paint.js';

/** The first line of a run. */
export function startedLine(event: Extract<RunEvent, { type: 'run-started' }>, paint: Paint): string {
  const services = event.services.join(', ');
  const to =
    event.destinations === undefined ? '' : `  ${paint('yellow', `⇡ ${event.destinations.join(', ')}`)}`;
  return `${paint('bold', `acgs ${event.version}`)}  ${event.mode === 'run' ? `run ${event.runId}` : event.mode}  ${services}${to}`;
}

/** What `--plan` and `--dry-run` list: each step and its effects; those that leave the machine are marked. */
export function planLines(steps: readonly PlannedStep[], paint: Paint): readonly string[] {
  return steps.flatMap((step) => {
    const name = formatStepKey(step.key);
    if (step.action === 'skip') return [paint('dim', `- ${name}  skipped: ${step.reason ?? ''}`)];
    if (step.action === 'import') return [`↷ ${name}  imported from the last run`];
    const effects = step.effects ?? [];
    return [
      `• ${paint('bold', name)}  ${step.title}`,
      ...(effects.length === 0 ? [paint('dim', '    no effect')] : []),
      ...effects.map(
        ({ kind, detail, leaves }) =>
          `    ${paint('cyan', kind)}  ${detail}${leaves ? paint('yellow', '  (leaves this machine)') : ''}`,
      ),
    ];
  });
}

/** `Dockerfile:3:1 DL3006 warning: …` */
export function findingLine(event: Extract<RunEvent, { type: 'finding' }>, paint: Paint): string {
  const { file, line, column, code, level, message } = event.finding;
  const colour = level === 'error' ? 'red' : level === 'warning' ? 'yellow' : 'dim';
  return `${file}:${line}:${column} ${paint(colour, `${code} ${level}`)}: ${message}`;
}

/** `warning: api/scan: …` */
export function warningLine(event: Extract<RunEvent, { type: 'warning' }>, paint: Paint): string {
  const where = event.key === undefined ? '' : `${formatStepKey(event.key)}: `;
  return `${paint('yellow', 'warning')}: ${where}${event.text}`;
}

/** One thing that preflight found, with what to do. */
export function problemLines(event: Extract<RunEvent, { type: 'problem' }>, paint: Paint): readonly string[] {
  const { error, step, service } = event;
  const where = [service, step].filter((part) => part !== undefined).join('/');
  return [
    `${paint('red', 'problem')}: ${where}${where === '' ? '' : ': '}${error.message} ${paint('dim', `[${error.code}]`)}`,
    ...error.next.map((next) => `  → ${next}`),
  ];
}

/** Last lines of a failed step's tool, and where the whole log is. */
export function failureLines(
  event: Extract<RunEvent, { type: 'step-finished' }>,
  paint: Paint,
): readonly string[] {
  if (event.status !== 'failed' && event.status !== 'refused') return [];
  const output = event.error?.output?.trimEnd();
  return [
    ...(output === undefined || output === ''
      ? []
      : output.split('\n').map((line) => paint('dim', `  │ ${line}`))),
    ...(event.error?.next ?? []).map((next) => `  → ${next}`),
    ...(event.log === undefined ? [] : [paint('dim', `  log: ${event.log}`)]),
  ];
}

/** The last line of a run. */
export function endedLine(event: Extract<RunEvent, { type: 'run-finished' }>, paint: Paint): string {
  const colour = event.status === 'passed' ? 'green' : event.status === 'cancelled' ? 'yellow' : 'red';
  return `${paint(colour, event.status)} in ${formatDuration(event.durationMs)}`;
}
