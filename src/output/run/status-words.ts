import { formatStepKey, type RunEvent, type StepStatus } from '../../model/run-event.js';
import { formatDuration } from '../report/duration.js';
import { type Colour, type Paint } from './paint.js';

type Finished = Extract<RunEvent, { type: 'step-finished' }>;

const SIGNS: Readonly<Record<StepStatus, readonly [string, Colour]>> = {
  passed: ['✓', 'green'],
  fresh: ['✓', 'green'],
  done: ['✓', 'green'],
  skipped: ['-', 'yellow'],
  refused: ['✗', 'red'],
  failed: ['✗', 'red'],
  cancelled: ['○', 'yellow'],
  pending: ['○', 'dim'],
};

/** The sign of a status, coloured. */
function signOf(status: StepStatus, paint: Paint): string {
  const [sign, colour] = SIGNS[status];
  return paint(colour, sign);
}

/** `12.3 s`, `fresh`, `skipped: nobody signs`, `failed: …`, with `imported` where it is. */
export function describeEnd({
  status,
  reason,
  durationMs,
  imported,
}: Omit<Finished, 'type' | 'at' | 'key' | 'title'>): string {
  const from = imported === true ? 'imported, ' : '';
  if (status === 'passed') return imported === true ? 'imported' : formatDuration(durationMs);
  return `${from}${status}${reason === undefined ? '' : `: ${reason}`}`;
}

/** `✓ api/build  12.3 s` */
export function finishedLine(event: Finished, paint: Paint): string {
  return `${signOf(event.status, paint)} ${formatStepKey(event.key)}  ${describeEnd(event)}`;
}
