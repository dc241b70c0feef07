import { type Edit, type FixRisk } from '../fix.js';
import { type LintFinding } from '../lint-result.js';

/** A change that somebody proposes: a rule's fix, or a hardening of its own. */
export interface Remedy {
  /** Rule id, or the name of the hardening. */
  readonly rule: string;
  /** What it does, in a few words. */
  readonly title: string;
  /** Why. */
  readonly reason: string;
  readonly risk: FixRisk;
  readonly edits: readonly Edit[];
}

const RANK: Readonly<Record<FixRisk, number>> = { safe: 0, review: 1, rebuild: 2 };

/** Whether a risk is at most another: safe < review < rebuild. */
export function isWithin(risk: FixRisk, limit: FixRisk): boolean {
  return RANK[risk] <= RANK[limit];
}

/** The remedies that findings carry. */
export function remediesOf(findings: readonly LintFinding[]): Remedy[] {
  return findings.flatMap(({ code, message, fix }) =>
    fix === undefined
      ? []
      : [{ rule: code, title: fix.title, reason: message, risk: fix.risk, edits: fix.edits }],
  );
}
