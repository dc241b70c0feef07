import { type EventSink, formatStepKey, type RunEvent } from '../../model/run-event.js';
import {
  endedLine,
  failureLines,
  findingLine,
  planLines,
  problemLines,
  startedLine,
  warningLine,
} from './event-lines.js';
import { type Paint } from './paint.js';
import { finishedLine } from './status-words.js';

/** Takes a line without its newline. */
export type WriteLine = (line: string) => void;

/** One line for each event, in the order of time: for files, pipes and CI systems that acgs does not know. */
export class LineRenderer implements EventSink {
  /** @param quiet say only what went wrong */
  constructor(
    private readonly write: WriteLine,
    private readonly paint: Paint,
    private readonly quiet = false,
  ) {}

  handle(event: RunEvent): void {
    for (const line of this.linesOf(event)) this.write(line);
  }

  private linesOf(event: RunEvent): readonly string[] {
    const { paint } = this;
    if (event.type === 'problem') return problemLines(event, paint);
    if (this.quiet) return [];
    switch (event.type) {
      case 'run-started':
        return [startedLine(event, paint)];
      case 'plan':
        return event.steps.some(({ effects }) => effects !== undefined) ? planLines(event.steps, paint) : [];
      case 'step-started':
        return [paint('dim', `→ ${formatStepKey(event.key)}  ${event.title}`)];
      case 'step-progress':
        return [];
      case 'step-line':
        return [`${paint('dim', `  ${formatStepKey(event.key)} │`)} ${event.text}`];
      case 'step-finished':
        return [finishedLine(event, paint), ...failureLines(event, paint)];
      case 'warning':
        return [warningLine(event, paint)];
      case 'finding':
        return [findingLine(event, paint)];
      case 'run-finished':
        return [endedLine(event, paint)];
    }
  }
}
