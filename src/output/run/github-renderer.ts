import { type FindingLevel } from '../../model/finding.js';
import { type EventSink, formatStepKey, type RunEvent } from '../../model/run-event.js';
import {
  failureLines,
  findingLine,
  planLines,
  problemLines,
  startedLine,
  warningLine,
  endedLine,
} from './event-lines.js';
import { type WriteLine } from './line-renderer.js';
import { type Paint } from './paint.js';
import { finishedLine } from './status-words.js';
import { type CommandProperties, inert, workflowCommand } from './workflow-command.js';

export interface GitHubOptions {
  /** Folder of the project in the repository, with a trailing slash, or empty: annotations name files from its root. */
  readonly folder?: string;
  readonly quiet?: boolean;
}

type Kind = 'error' | 'warning' | 'notice';

/** GitHub keeps ten annotations of a kind for each step; one error is left for the end of the run. */
const MOST: Readonly<Record<Kind, number>> = { error: 9, warning: 10, notice: 10 };
const KINDS: Readonly<Record<FindingLevel, Kind>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  style: 'notice',
};

/**
 * The log of a GitHub job. Groups cannot overlap, so one running step has the open group and shows its lines as they
 * come; those of steps beside it are kept until the group is free.
 */
export class GitHubRenderer implements EventSink {
  private open: string | undefined;
  private readonly kept = new Map<string, string[]>();
  private readonly counts: Record<Kind, number> = { error: 0, warning: 0, notice: 0 };

  constructor(
    private readonly write: WriteLine,
    private readonly paint: Paint,
    private readonly options: GitHubOptions = {},
  ) {}

  handle(event: RunEvent): void {
    const { paint } = this;
    switch (event.type) {
      case 'run-started':
        return this.say(startedLine(event, paint));
      case 'plan':
        if (event.steps.some(({ effects }) => effects !== undefined))
          this.say(...planLines(event.steps, paint));
        return;
      case 'problem':
        this.annotate('error', event.error.message, { title: event.error.code });
        return this.print(...problemLines(event, paint));
      case 'step-started':
        this.kept.set(formatStepKey(event.key), []);
        return this.openNext();
      case 'step-progress':
        return;
      case 'step-line':
        return this.keep(formatStepKey(event.key), event.text);
      case 'step-finished':
        return this.finish(event);
      case 'warning':
        return this.warn(event);
      case 'finding':
        return this.find(event);
      case 'run-finished':
        if (event.error !== undefined) this.conclude(event.error);
        return this.say(endedLine(event, paint));
    }
  }

  private warn(event: Extract<RunEvent, { type: 'warning' }>): void {
    const title = event.key === undefined ? {} : { title: formatStepKey(event.key) };
    if (!this.annotate('warning', event.text, title)) this.say(warningLine(event, this.paint));
  }

  private find(event: Extract<RunEvent, { type: 'finding' }>): void {
    const { file, line, column, endLine, endColumn, level, code, message, counts } = event.finding;
    const place = { file: this.place(file), line, col: column, endLine, endColumn };
    if (!this.annotate(counts ? KINDS[level] : 'notice', message, { title: code, ...place }))
      this.say(findingLine(event, this.paint));
  }

  private finish(event: Extract<RunEvent, { type: 'step-finished' }>): void {
    const name = formatStepKey(event.key);
    const lines = [finishedLine(event, this.paint), ...failureLines(event, this.paint)];
    if (this.open === name) {
      this.command('endgroup');
      this.open = undefined;
      this.kept.delete(name);
      this.say(...lines);
      return this.openNext();
    }
    const kept = this.kept.get(name) ?? [];
    this.kept.delete(name);
    const block = (): void => {
      if (kept.length > 0) {
        this.command('group', name);
        this.say(...kept);
        this.command('endgroup');
      }
      this.say(...lines);
    };
    if (this.open === undefined) return block();
    this.interrupt(block);
  }

  /** Closes the open group for something that must not lie inside it, then opens it again. */
  private interrupt(block: () => void): void {
    const { open } = this;
    if (open === undefined) return block();
    this.command('endgroup');
    block();
    this.command('group', open);
  }

  private openNext(): void {
    if (this.open !== undefined) return;
    const [next] = this.kept;
    if (next === undefined) return;
    const [name, lines] = next;
    this.open = name;
    this.command('group', name);
    this.say(...lines);
    this.kept.set(name, []);
  }

  private keep(name: string, line: string): void {
    if (this.open === name) this.say(line);
    else this.kept.get(name)?.push(line);
  }

  private conclude(error: NonNullable<Extract<RunEvent, { type: 'run-finished' }>['error']>): void {
    this.write(
      workflowCommand('error', [error.message, ...error.next.map((next) => `→ ${next}`)].join('\n'), {
        title: error.code,
        ...(error.file === undefined ? {} : { file: this.place(error.file) }),
        ...(error.line === undefined ? {} : { line: error.line }),
        ...(error.column === undefined ? {} : { col: error.column }),
      }),
    );
  }

  /** False when GitHub would drop it: ten of a kind is all it keeps. */
  private annotate(kind: Kind, message: string, properties: CommandProperties): boolean {
    if (this.counts[kind] >= MOST[kind]) return false;
    this.counts[kind] += 1;
    this.write(workflowCommand(kind, message, properties));
    return true;
  }

  private place(file: string): string {
    return `${this.options.folder ?? ''}${file}`;
  }

  private command(name: 'group' | 'endgroup', message = ''): void {
    if (this.options.quiet !== true) this.write(workflowCommand(name, message));
  }

  private say(...lines: readonly string[]): void {
    if (this.options.quiet !== true) this.print(...lines);
  }

  private print(...lines: readonly string[]): void {
    for (const line of lines) this.write(inert(line));
  }
}
