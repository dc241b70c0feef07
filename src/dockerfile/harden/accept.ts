import { type LintOptions } from '../lint-options.js';
import { type Dockerfile } from '../parse/nodes.js';
import { touches } from '../parse/span.js';
import { type Remedy } from './remedy.js';
import { whyWorse } from './why-worse.js';

/** A remedy that was not applied. */
export interface Refusal {
  readonly remedy: Remedy;
  /** Why not, in words. */
  readonly why: string;
  /** Line of the file that it was meant for. */
  readonly line: number;
}

export interface Acceptance {
  readonly accepted: readonly Remedy[];
  readonly refused: readonly Refusal[];
}

/**
 * Chooses remedies that can be applied together: of two that overlap the later one is refused, and so is each that would make the
 * file worse (found by halving, so that one bad remedy costs few trials).
 */
export function accept(
  dockerfile: Dockerfile,
  remedies: readonly Remedy[],
  options: LintOptions,
): Acceptance {
  const refused: Refusal[] = [];
  const refuse = (remedy: Remedy, why: string): void => {
    const line = dockerfile.lines.positionAt(startOf(remedy)).line;
    refused.push({ remedy, why, line });
  };
  const apart: Remedy[] = [];
  for (const remedy of [...remedies].sort((a, b) => startOf(a) - startOf(b))) {
    const rival = apart.find((other) => overlap(other, remedy));
    if (rival) refuse(remedy, `it overlaps the change of ${rival.rule}`);
    else apart.push(remedy);
  }
  const pick = (kept: readonly Remedy[], group: readonly Remedy[]): readonly Remedy[] => {
    if (group.length === 0) return [];
    const edits = [...kept, ...group].flatMap((remedy) => remedy.edits);
    const why = whyWorse(dockerfile, edits, options);
    if (why === undefined) return group;
    if (group.length === 1) {
      group.forEach((remedy) => refuse(remedy, why));
      return [];
    }
    const middle = group.length >> 1;
    const left = pick(kept, group.slice(0, middle));
    return [...left, ...pick([...kept, ...left], group.slice(middle))];
  };
  return { accepted: pick([], apart), refused };
}

function startOf({ edits }: Remedy): number {
  return Math.min(...edits.map(({ span }) => span.start));
}

function overlap(a: Remedy, b: Remedy): boolean {
  return a.edits.some((one) => b.edits.some((other) => touches(one.span, other.span)));
}
