import { visible } from '../../system/redaction.js';
import { formatDuration } from '../report/duration.js';
import { type Paint } from '../run/paint.js';

/** What people see of why a step ended as it did. */
export interface ExplanationView {
  readonly step: string;
  readonly title: string;
  readonly runId: string;
  readonly status: string;
  readonly imported: boolean;
  readonly why: string;
  readonly inputs: readonly string[];
  readonly waitedFor: readonly { readonly step: string; readonly status: string }[];
  readonly durationMs: number;
  readonly error?: { readonly code: string; readonly message: string; readonly next: readonly string[] };
  readonly log?: string;
}

/** One block a step. */
export function formatExplanations(explanations: readonly ExplanationView[], paint: Paint): string {
  return explanations.map((one) => `${block(one, paint).join('\n')}\n`).join('\n');
}

function block(one: ExplanationView, paint: Paint): string[] {
  const { step, title, runId, status, imported, why, inputs, waitedFor, durationMs, error, log } = one;
  const bad = status === 'failed' || status === 'refused';
  return [
    `${paint('bold', visible(step))} (${visible(title)}): ${paint(bad ? 'red' : 'green', status)}${imported ? ', imported' : ''}, ${formatDuration(durationMs)}`,
    visible(`  because  ${why}`),
    ...(error === undefined
      ? []
      : [
          visible(`  error    ${error.message} [${error.code}]`),
          ...error.next.map((next) => visible(`           → ${next}`)),
        ]),
    ...(inputs.length === 0 ? [] : [visible(`  fresh by ${inputs.join(', ')}`)]),
    ...(waitedFor.length === 0
      ? []
      : [visible(`  after    ${waitedFor.map((need) => `${need.step} (${need.status})`).join(', ')}`)]),
    ...(log === undefined ? [] : [visible(`  log      ${log}`)]),
    paint('dim', visible(`  run      ${runId}`)),
  ];
}
