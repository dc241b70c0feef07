import { type Finding } from '../model/finding.js';
import { type StepKey } from '../model/run-event.js';
import { redact, Redactor } from '../system/redaction.js';
import { type EventHub } from './event-hub.js';
import { withoutRoot } from './run-error.js';
import { type Emit } from './step.js';
import { type StepLog } from './step-log.js';

/** A step's `emit`: redacts, splits into lines, tells the renderers and keeps the log. */
export class StepVoice implements Emit {
  private readonly redactor = new Redactor();
  private partial = '';

  constructor(
    private readonly key: StepKey,
    private readonly events: EventHub,
    private readonly log: StepLog,
    private readonly root: string,
  ) {}

  progress(text: string, fraction?: number): void {
    const share = fraction === undefined ? {} : { fraction: Math.min(1, Math.max(0, fraction)) };
    this.events.tell({ type: 'step-progress', key: this.key, text: this.clean(text), ...share });
  }

  line(text: string): void {
    for (const line of text.split('\n')) this.say(line);
  }

  chunk(text: string): void {
    this.take(this.redactor.push(text));
  }

  warning(text: string): void {
    const clean = this.clean(text);
    this.log.line(`warning: ${clean}`);
    this.events.tell({ type: 'warning', key: this.key, text: clean });
  }

  finding(finding: Finding): void {
    const clean = { ...finding, file: this.clean(finding.file), message: this.clean(finding.message) };
    this.log.line(
      `${clean.file}:${clean.line}:${clean.column} ${clean.code} ${clean.level}: ${clean.message}`,
    );
    this.events.tell({ type: 'finding', key: this.key, finding: clean });
  }

  /** Says what chunks have left without a newline. */
  end(): void {
    this.take(this.redactor.end());
    if (this.partial !== '') this.say(this.partial);
    this.partial = '';
  }

  private take(text: string): void {
    const lines = `${this.partial}${text}`.split('\n');
    this.partial = lines.pop() ?? '';
    for (const line of lines) this.say(line);
  }

  private say(line: string): void {
    const clean = this.clean(line);
    this.log.line(clean);
    this.events.tell({ type: 'step-line', key: this.key, text: clean });
  }

  private clean(text: string): string {
    return withoutRoot(redact(text), this.root);
  }
}
