import { type FixSource } from '../fix.js';
import { type Keyword } from '../parse/keywords.js';
import { type Dockerfile, type Instruction } from '../parse/nodes.js';
import { type Span } from '../parse/span.js';
import { type Stage, type StageGraph } from '../parse/stages.js';
import { type RuleOptions } from '../rule-options.js';
import { type ShellBody } from '../shell/shell-body.js';
import { type ShellInForce } from '../shell/shell-kind.js';

/** `ignore` is off: a configuration can raise it. */
export type Severity = 'error' | 'warning' | 'info' | 'style' | 'ignore';

/** Whose names and behaviour a rule keeps. */
export type RuleFamily = 'hadolint' | 'buildkit' | 'acgs';

/** A Dockerfile that shows a rule; run as a test. */
export type Example = string | { readonly dockerfile: string; readonly options: RuleOptions };

/**
 * A rule: one record in a file of its own, `rules/<family>/<ID>.ts`, listed in `rules/<family>-rules.ts`.
 * The record feeds lint, `--explain`, SARIF's rules, docs/rules/<ID>.md and the tests (every `bad` must be found by this
 * rule, no `good` may be). Messages and pages are our own words.
 *
 * How to write one: copy a neighbour, return from `check` the instructions that it looks at. `check` is called once a
 * file, so state lives in its closure; `FROM` begins a stage; `finish` runs at the end. RUN is also visited when ONBUILD
 * defers it, other instructions only with `onbuild: 'all'`. Report the narrowest span that the user would change
 * (the flag, the word), and name it in the message. Shell text: `context.shell(run).commands`, never a regular expression.
 */
export interface Rule {
  readonly id: string;
  readonly family: RuleFamily;
  /** The same check elsewhere: Trivy `DS-…`, dockle `CIS-DI-…`/`DKL-…`, BuildKit's name. */
  readonly aliases: readonly string[];
  /** First edition that has it on, `YYYY.MM`. */
  readonly since: string;
  readonly severity: Severity;
  /** What to do, one line. */
  readonly title: string;
  /** Markdown: what goes wrong and what to do instead. */
  readonly why: string;
  readonly bad: readonly Example[];
  readonly good: readonly Example[];
  /** A hadolint rule that finds the same: where both report one instruction, a reader needs only that. */
  readonly twin?: string;
  readonly onbuild?: 'all' | 'none';
  readonly check: (context: RuleContext) => Visitors;
}

/** What a rule looks at, by instruction. */
export type Visitors = Partial<Record<Keyword, (instruction: Instruction) => void>> & {
  /** Every instruction, unknown ones too. */
  readonly any?: (instruction: Instruction) => void;
  /** After the last instruction. */
  readonly finish?: () => void;
};

/** What a report may add. */
export interface ReportOptions {
  /** A remedy, or how to find one: lint alone does not ask for it. */
  readonly fix?: FixSource;
  /** The instruction whose ignores apply, when it is not the one visited and not where the span lies. */
  readonly owner?: Instruction;
  /** Shown, but never fails a run and at most `info`: the place does not ship. */
  readonly advisory?: boolean;
  /** The place holds a secret: formats must not print it. */
  readonly sensitive?: boolean;
}

/** What a rule may know and do. */
export interface RuleContext {
  readonly dockerfile: Dockerfile;
  readonly graph: StageGraph;
  readonly options: RuleOptions;
  /** Stages whose layers are in the image that ships. */
  readonly shipped: ReadonlySet<Stage>;
  /** Commands of RUN, CMD, ENTRYPOINT or HEALTHCHECK; parsed on first use. */
  shell(instruction: Instruction): ShellBody;
  shellInForce(instruction: Instruction): ShellInForce;
  stageOf(instruction: Instruction): Stage | undefined;
  /**
   * Adds a finding.
   *
   * @param place what to underline
   */
  report(place: Span | Instruction, message: string, more?: ReportOptions): void;
}
