import { redact } from '../system/redaction.js';

interface Step {
  readonly number: number;
  name: string;
  error?: string;
  announced: boolean;
  ended: boolean;
  /** The unfinished last line of its output. */
  rest: string;
  readonly tail: string[];
}

interface RawVertex {
  readonly digest?: string;
  readonly name?: string;
  readonly started?: string;
  readonly completed?: string;
  readonly cached?: boolean;
  readonly error?: string;
}

interface RawStatus {
  readonly vertexes?: readonly RawVertex[] | null;
  readonly logs?: readonly { readonly vertex?: string; readonly data?: string }[] | null;
  readonly warnings?: readonly { readonly short?: string; readonly url?: string }[] | null;
}

const TAIL_LINES = 20;
/** BuildKit's decoded log lines have no bound of their own. */
const LONGEST_LINE = 4_000;

/**
 * Turns `--progress rawjson` (one client.SolveStatus a line: moby/buildkit, client/graph.go) into the lines that
 * `--progress plain` would print, and remembers what a failure needs: the failed step, the end of its output,
 * and the words that buildx itself prints last.
 */
export class BuildProgress {
  private readonly steps = new Map<string, Step>();
  private readonly words: string[] = [];
  private readonly warned = new Set<string>();

  constructor(private readonly tell: (line: string) => void) {}

  /** Takes one line of buildx's stderr. */
  push(line: string): void {
    const status = line.startsWith('{') ? parse(line) : undefined;
    if (status === undefined) return this.text(line);
    // One message may tell of a step's cache lookup and of its run: only its last word counts.
    const latest = new Map((status.vertexes ?? []).map((vertex) => [vertex.digest, vertex]));
    for (const vertex of latest.values()) this.vertex(vertex);
    for (const { vertex, data } of status.logs ?? []) this.output(vertex ?? '', data ?? '');
    for (const { short } of status.warnings ?? []) this.warning(decode(short ?? ''));
  }

  /** Shows what never got its line end: a step's output may arrive after the step is done. */
  end(): void {
    for (const step of this.steps.values()) this.flush(step);
  }

  /** Steps that failed, with the last lines that they printed. */
  get failed(): readonly {
    readonly name: string;
    readonly error: string;
    readonly tail: readonly string[];
  }[] {
    return [...this.steps.values()].flatMap((step) =>
      step.error === undefined
        ? []
        : [
            {
              name: step.name,
              error: step.error,
              tail: [...step.tail, ...(step.rest === '' ? [] : [step.rest])],
            },
          ],
    );
  }

  /** What buildx printed beside the progress: the excerpt of the Dockerfile and `ERROR: …`. */
  get finalWords(): readonly string[] {
    return this.words;
  }

  /** BuildKit's own warnings about the Dockerfile, each once. */
  get warnings(): readonly string[] {
    return [...this.warned];
  }

  private text(line: string): void {
    if (line.trim() === '') return;
    // Several writers of one layout: containerd says so for each, at exit 0, with every blob intact; digests are checked after.
    if (/\(\*service\)\.Write failed.*locked/.test(line)) return;
    this.words.push(redact(line).slice(0, LONGEST_LINE));
    if (this.words.length > 200) this.words.shift();
  }

  private vertex(raw: RawVertex): void {
    if (raw.digest === undefined) return;
    const step = this.stepOf(raw.digest, raw.name);
    if (raw.started !== undefined && !step.announced) {
      step.announced = true;
      this.tell(`#${step.number} ${step.name}`);
    }
    const fails = raw.error !== undefined && raw.error !== '' && step.error === undefined;
    if (fails) step.error = redact(raw.error ?? '');
    // A step is completed once for its cache lookup and once for its run; it is told of once, and again if it fails.
    if (raw.completed === undefined || (step.ended && !fails)) return;
    step.ended = true;
    this.flush(step);
    this.tell(`#${step.number} ${ending(raw, step)}`);
  }

  private output(digest: string, data: string): void {
    const step = this.stepOf(digest, undefined);
    const lines = (step.rest + decode(data)).split('\n');
    step.rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
    for (const line of lines) this.show(step, line);
  }

  private show(step: Step, line: string): void {
    // A carriage return rewrites the line: what counts is what stands there last.
    const visible = redact(line.replace(/\r$/, '').split('\r').at(-1) ?? '').slice(0, LONGEST_LINE);
    step.tail.push(visible);
    if (step.tail.length > TAIL_LINES) step.tail.shift();
    this.tell(`#${step.number} ${visible}`);
  }

  private flush(step: Step): void {
    if (step.rest !== '') this.show(step, step.rest);
    step.rest = '';
  }

  private warning(text: string): void {
    const line = redact(text);
    if (line === '' || this.warned.has(line)) return;
    this.warned.add(line);
    this.tell(`warning: ${line}`);
  }

  private stepOf(digest: string, name: string | undefined): Step {
    let step = this.steps.get(digest);
    if (step === undefined) {
      step = { number: this.steps.size + 1, name: '', announced: false, ended: false, rest: '', tail: [] };
      this.steps.set(digest, step);
    }
    if (name !== undefined && name !== '') step.name = redact(name.split('\n')[0] ?? '').slice(0, 400);
    return step;
  }
}

function ending(raw: RawVertex, step: Step): string {
  if (step.error !== undefined) return `ERROR: ${step.error.split('\n')[0] ?? ''}`;
  if (raw.cached === true) return 'CACHED';
  const ms = Date.parse(raw.completed ?? '') - Date.parse(raw.started ?? '');
  return Number.isFinite(ms) ? `DONE ${(ms / 1000).toFixed(1)}s` : 'DONE';
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function parse(line: string): RawStatus | undefined {
  try {
    return JSON.parse(line) as RawStatus;
  } catch {
    // Not a status after all: buildx printed text that begins with a brace.
    return undefined;
  }
}
