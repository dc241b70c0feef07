import {
  DefaultRenderer,
  Listr,
  ListrLogger,
  type ListrTask,
  type ListrTaskWrapper,
  ProcessOutput,
  SimpleRenderer,
} from 'listr2';
import {
  type EventSink,
  formatStepKey,
  type PlannedStep,
  type RunEvent,
  type StepKey,
} from '../../model/run-event.js';
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
import { describeEnd } from './status-words.js';

type Finished = Extract<RunEvent, { type: 'step-finished' }>;
type Wrapper = ListrTaskWrapper<unknown, typeof TtyRenderer, typeof SimpleRenderer>;
type Task = ListrTask<unknown, typeof TtyRenderer, typeof SimpleRenderer>;

/** listr2 asks whether stdout is a terminal; this tree is drawn on stderr, which has been asked already. */
class TtyRenderer extends DefaultRenderer {
  static override nonTTY = true;
}

/** A row of the tree: hidden (its title is blank) until its step says something. */
class Row {
  private wrapper: Wrapper | undefined;
  private end: (finished: Finished | undefined) => void = () => undefined;
  private readonly ended = new Promise<Finished | undefined>((resolve) => {
    this.end = resolve;
  });

  constructor(private readonly label: string) {}

  readonly task: Task = {
    title: ' ',
    task: async (_context, wrapper) => {
      this.wrapper = wrapper;
      const finished = await this.ended;
      if (finished === undefined) return;
      const text = `${this.label}  ${describeEnd(finished)}`;
      if (finished.status === 'failed' || finished.status === 'refused') throw new Error(text);
      if (finished.status === 'skipped' || finished.status === 'cancelled') wrapper.skip(text);
      else if (finished.status !== 'pending') wrapper.title = text;
    },
  };

  start(): void {
    if (this.wrapper !== undefined) this.wrapper.title = this.label;
  }

  say(text: string): void {
    if (this.wrapper !== undefined && text.trim() !== '') this.wrapper.output = text;
  }

  /** Without an event the row stays as it is: hidden. */
  finish(finished?: Finished): void {
    this.end(finished);
  }
}

/**
 * A tree of services and steps on a terminal, each with the last line of its tool. What must stay readable (findings,
 * warnings, the output of failed steps) comes below it, because anything printed beside the tree destroys it.
 */
export class TreeRenderer implements EventSink {
  private readonly rows = new Map<string, Row>();
  private readonly below: string[] = [];
  private drawing: Promise<unknown> | undefined;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly paint: Paint,
  ) {}

  handle(event: RunEvent): void {
    const { paint } = this;
    switch (event.type) {
      case 'run-started':
        this.stream.write(`${startedLine(event, paint)}\n`);
        return;
      case 'plan':
        return this.plan(event.steps);
      case 'problem':
        this.below.push(...problemLines(event, paint));
        return;
      case 'step-started':
        return this.rowOf(event.key)?.start();
      case 'step-progress':
      case 'step-line':
        return this.rowOf(event.key)?.say(event.text);
      case 'step-finished':
        this.below.push(...underName(event, failureLines(event, paint)));
        return this.rowOf(event.key)?.finish(event);
      case 'warning':
        this.below.push(warningLine(event, paint));
        return;
      case 'finding':
        this.below.push(findingLine(event, paint));
        return;
      case 'run-finished':
        this.below.push(endedLine(event, paint));
        for (const row of this.rows.values()) row.finish();
    }
  }

  async close(): Promise<void> {
    for (const row of this.rows.values()) row.finish();
    await this.drawing;
    for (const line of this.below) this.stream.write(`${line}\n`);
    this.below.length = 0;
  }

  private rowOf(key: StepKey): Row | undefined {
    return this.rows.get(formatStepKey(key));
  }

  private plan(steps: readonly PlannedStep[]): void {
    if (steps.some(({ effects }) => effects !== undefined)) {
      for (const line of planLines(steps, this.paint)) this.stream.write(`${line}\n`);
      return;
    }
    const services = new Map<string | undefined, Row[]>();
    for (const { key } of steps) {
      const row = new Row([key.step, key.platform].filter((part) => part !== undefined).join(' '));
      this.rows.set(formatStepKey(key), row);
      services.set(key.service, [...(services.get(key.service) ?? []), row]);
    }
    const tasks = [...services].flatMap(([service, rows]): Task[] =>
      service === undefined
        ? rows.map(({ task }) => task)
        : [
            {
              title: service,
              task: (_context, wrapper) =>
                wrapper.newListr(
                  rows.map(({ task }) => task),
                  { concurrent: true, exitOnError: false },
                ),
            },
          ],
    );
    this.drawing = this.draw(tasks);
  }

  private async draw(tasks: readonly Task[]): Promise<void> {
    // Both streams are held back while the tree is drawn; stdout stays untouched as far as acgs itself writes data only at the end.
    const processOutput = new ProcessOutput(this.stream, process.stdout);
    const list = new Listr<unknown, typeof TtyRenderer, typeof SimpleRenderer>([...tasks], {
      concurrent: true,
      exitOnError: false,
      // The runner owns the signals: listr2 would end the process before the journal is closed.
      registerSignalListeners: false,
      renderer: TtyRenderer,
      rendererOptions: {
        collapseSubtasks: false,
        formatOutput: 'truncate',
        logger: new ListrLogger({ useIcons: true, toStderr: [], processOutput }),
      },
      fallbackRenderer: SimpleRenderer,
    });
    await list.run();
  }
}

function underName(event: Finished, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${formatStepKey(event.key)}: ${event.reason ?? event.status}`, ...lines];
}
