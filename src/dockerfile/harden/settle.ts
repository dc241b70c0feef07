import { type FixRisk } from '../fix.js';
import { type LintOptions } from '../lint-options.js';
import { type Dockerfile } from '../parse/nodes.js';
import { parseDockerfile } from '../parse/parse-dockerfile.js';
import { type Span } from '../parse/span.js';
import { accept, type Refusal } from './accept.js';
import { applyEdits } from './apply-edits.js';
import { isWithin, type Remedy } from './remedy.js';

/** A remedy that is in the text. */
export interface Applied {
  readonly rule: string;
  readonly title: string;
  readonly reason: string;
  readonly risk: FixRisk;
  /** What it wrote, in the final text; one span for each edit. */
  readonly spans: readonly Span[];
}

/** A file with all remedies applied that could be. */
export interface Settled {
  readonly text: string;
  readonly applied: readonly Applied[];
  readonly refused: readonly Refusal[];
}

export interface SettleOptions {
  /** The highest risk taken. */
  readonly risk: FixRisk;
  readonly lint: LintOptions;
}

/** One remedy makes room for another, so a few rounds are usual; more than this would be two rules that undo each other. */
const MOST_ROUNDS = 30;

/**
 * Applies remedies until none is left that can be, so that a second run finds nothing to do.
 *
 * @param propose the remedies of a text; it must depend on the text alone
 */
export function settle(
  text: string,
  propose: (dockerfile: Dockerfile) => readonly Remedy[],
  options: SettleOptions,
): Settled {
  // Findings from outside (ShellCheck's) have places in the text as it was, and cannot be found again here.
  const lint: LintOptions = { ...options.lint, foreign: [] };
  let applied: Applied[] = [];
  let current = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const dockerfile = parseDockerfile(current);
    const remedies = propose(dockerfile).filter(
      ({ risk, edits }) => edits.length > 0 && isWithin(risk, options.risk),
    );
    const { accepted, refused } = accept(dockerfile, remedies, lint);
    if (accepted.length === 0) return { text: current, applied, refused };
    const edited = applyEdits(
      current,
      accepted.flatMap(({ edits }) => edits),
    );
    applied = applied.map((entry) => ({ ...entry, spans: entry.spans.map(edited.move) }));
    let at = 0;
    for (const { rule, title, reason, risk, edits } of accepted) {
      applied.push({ rule, title, reason, risk, spans: edited.placed.slice(at, at + edits.length) });
      at += edits.length;
    }
    current = edited.text;
  }
  const rules = [...new Set(applied.map(({ rule }) => rule))];
  return {
    text,
    applied: [],
    refused: rules.map((rule) => ({
      remedy: {
        rule,
        title: 'Every change',
        reason: 'changes that undo each other',
        risk: 'review',
        edits: [],
      },
      why: 'the changes do not come to an end',
      line: 1,
    })),
  };
}
