import { type FixSource } from './fix.js';
import { type ForeignFinding, type LintOptions } from './lint-options.js';
import { type Dockerfile, type Instruction } from './parse/nodes.js';
import { type Span } from './parse/span.js';
import { type Stage, stageGraph } from './parse/stages.js';
import { type Rule, type RuleContext, type Visitors } from './rules/rule.js';
import { shellBody } from './shell/shell-body.js';
import { DEFAULT_SHELL } from './shell/shell-kind.js';
import { shellsInForce } from './shell/shells-in-force.js';

/** A rule's name and nature, as far as a finding needs it. */
export type RuleHead = Pick<Rule, 'id' | 'family' | 'aliases' | 'severity' | 'twin'>;

/** A finding before ignores, severities and positions. */
export interface RawFinding {
  readonly rule: RuleHead;
  readonly span: Span;
  readonly message: string;
  readonly owner: Instruction | undefined;
  readonly stage: Stage | undefined;
  readonly fix: FixSource | undefined;
  readonly advisory?: boolean;
  readonly sensitive?: boolean;
}

type Handler = (instruction: Instruction) => void;

/** Runs rules over a file in one pass and returns all they report, in no order. */
export function runRules(dockerfile: Dockerfile, rules: readonly Rule[], options: LintOptions): RawFinding[] {
  const graph = stageGraph(dockerfile);
  const shipped = graph.shipped(options.target);
  const findings: RawFinding[] = [];
  let visited: Instruction | undefined;
  const stageOf = (instruction: Instruction | undefined): Stage | undefined =>
    instruction && graph.stageOf.get(instruction);

  const contextOf = (rule: Rule): RuleContext => ({
    dockerfile,
    graph,
    options,
    shipped,
    shell: shellBody,
    shellInForce: (instruction) => shellsInForce(dockerfile).get(instruction) ?? DEFAULT_SHELL,
    stageOf,
    report(place, message, more = {}) {
      const instruction = 'kind' in place ? place : undefined;
      const span = instruction ? instruction.codeSpan : (place as Span);
      const inVisited = visited && span.start >= visited.span.start && span.start < visited.span.end;
      const owner = topLevel(
        more.owner ?? instruction ?? (inVisited ? visited : instructionAt(dockerfile, span.start)),
      );
      findings.push({
        rule,
        span,
        message,
        owner,
        stage: stageOf(owner),
        fix: more.fix,
        advisory: more.advisory === true,
        sensitive: more.sensitive === true,
      });
    },
  });
  const topLevel = (instruction: Instruction | undefined): Instruction | undefined => {
    if (!instruction || instruction === visited) return instruction;
    return instructionAt(dockerfile, instruction.span.start);
  };

  const direct = new Map<string, Handler[]>();
  const deferred = new Map<string, Handler[]>();
  const finishers: (() => void)[] = [];
  for (const rule of rules) {
    const visitors = rule.check(contextOf(rule));
    subscribe(rule, visitors, direct, deferred);
    if (visitors.finish) finishers.push(visitors.finish);
  }
  const visit = (handlers: Map<string, Handler[]>, instruction: Instruction): void => {
    for (const handler of handlers.get('*') ?? []) handler(instruction);
    for (const handler of handlers.get(instruction.keyword) ?? []) handler(instruction);
  };
  for (const instruction of dockerfile.instructions) {
    visited = instruction;
    visit(direct, instruction);
    if (instruction.deferred) visit(deferred, instruction.deferred);
  }
  visited = undefined;
  for (const finish of finishers) finish();
  findings.push(...(options.foreign ?? []).map((finding) => fromForeign(finding, dockerfile, stageOf)));
  return findings;
}

function subscribe(
  rule: Rule,
  visitors: Visitors,
  direct: Map<string, Handler[]>,
  deferred: Map<string, Handler[]>,
): void {
  const add = (to: Map<string, Handler[]>, key: string, handler: Handler): void => {
    const list = to.get(key);
    if (list) list.push(handler);
    else to.set(key, [handler]);
  };
  for (const [keyword, handler] of Object.entries(visitors)) {
    if (keyword === 'finish' || handler === undefined) continue;
    const key = keyword === 'any' ? '*' : keyword;
    add(direct, key, handler);
    if (rule.onbuild === 'all' || (keyword === 'RUN' && rule.onbuild !== 'none')) add(deferred, key, handler);
  }
}

/** The instruction that holds an offset; a file has thousands, so it is looked up by halves. */
function instructionAt(dockerfile: Dockerfile, offset: number): Instruction | undefined {
  const { instructions } = dockerfile;
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.span.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const found = instructions[low];
  return found && found.span.start <= offset ? found : undefined;
}

function fromForeign(
  finding: ForeignFinding,
  dockerfile: Dockerfile,
  stageOf: (instruction: Instruction | undefined) => Stage | undefined,
): RawFinding {
  const owner = instructionAt(dockerfile, finding.start);
  return {
    rule: { id: finding.code, family: 'hadolint', aliases: [], severity: finding.level },
    span: { start: finding.start, end: finding.end },
    message: finding.message,
    owner,
    stage: stageOf(owner),
    fix: undefined,
  };
}
