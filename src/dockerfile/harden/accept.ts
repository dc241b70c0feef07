import { type LintOptions } from '../lint-options.js';
import { type Dockerfile } from '../parse/nodes.js';
import { touches } from '../parse/span.js';
import { type Remedy } from './remedy.js';
import { InstructionFinder } from './instruction-finder.js';
import { bringing, type Verdict, whyWorse } from './why-worse.js';

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

/** Trials by halving, which only what spoils something far away needs. */
const MOST_TRIALS = 64;

/**
 * Chooses remedies that can be applied together: of two that overlap the later one is refused, and so is each that would make the
 * file worse. Which one it is shows in the instruction that is worse than before; where it does not, halving finds it, so that
 * one bad remedy costs few trials.
 */
export function accept(
  dockerfile: Dockerfile,
  remedies: readonly Remedy[],
  options: LintOptions,
): Acceptance {
  const refused: Refusal[] = [];
  let trials = 0;
  const refuse = (remedy: Remedy, why: string): void => {
    const line = dockerfile.lines.positionAt(startOf(remedy)).line;
    refused.push({ remedy, why, line });
  };
  const judge = (group: readonly Remedy[]): Verdict | undefined =>
    whyWorse(
      dockerfile,
      group.flatMap((remedy) => remedy.edits),
      options,
    );
  const halve = (kept: readonly Remedy[], group: readonly Remedy[]): readonly Remedy[] => {
    if (group.length === 0) return [];
    const verdict = ++trials > MOST_TRIALS ? undefined : judge([...kept, ...group]);
    if (trials <= MOST_TRIALS && verdict === undefined) return group;
    if (group.length === 1 || verdict === undefined) {
      for (const remedy of group) refuse(remedy, verdict?.why ?? 'too many changes spoil one another');
      return [];
    }
    const middle = group.length >> 1;
    const left = halve(kept, group.slice(0, middle));
    return [...left, ...halve([...kept, ...left], group.slice(middle))];
  };
  const add = (kept: readonly Remedy[], layer: readonly Remedy[]): readonly Remedy[] => {
    const verdict = judge([...kept, ...layer]);
    if (verdict === undefined) return layer;
    const blamed = blame(verdict, [...kept, ...layer]);
    const guilty = layer.filter((remedy) => blamed.has(remedy));
    if (guilty.length === 0) return halve(kept, layer);
    for (const remedy of guilty) refuse(remedy, blamed.get(remedy) ?? verdict.why);
    const rest = layer.filter((remedy) => !blamed.has(remedy));
    return rest.length === 0 ? [] : add(kept, rest);
  };

  const apart: Remedy[] = [];
  for (const remedy of [...remedies].sort((a, b) => startOf(a) - startOf(b))) {
    const rival = apart.find((other) => overlap(other, remedy));
    if (rival) refuse(remedy, `it overlaps the change of ${rival.rule}`);
    else apart.push(remedy);
  }
  if (apart.length === 0 || judge(apart) === undefined) return { accepted: apart, refused };
  let accepted: readonly Remedy[] = [];
  for (const layer of layersOf(dockerfile, apart)) accepted = [...accepted, ...add(accepted, layer)];
  return { accepted, refused };
}

/** Remedies that write into an instruction that is worse than before, and what it has more. */
function blame(
  { spoiled, edited, after }: Verdict,
  remedies: readonly Remedy[],
): ReadonlyMap<Remedy, string> {
  const blamed = new Map<Remedy, string>();
  const finder = new InstructionFinder(after);
  let at = 0;
  for (const remedy of remedies) {
    for (const span of edited.placed.slice(at, at + remedy.edits.length)) {
      for (const start of finder.startsIn(span)) {
        const codes = spoiled.get(start);
        if (codes !== undefined) blamed.set(remedy, bringing(codes));
      }
    }
    at += remedy.edits.length;
  }
  return blamed;
}

/** Remedies in layers none of which touches an instruction twice, so that a spoiled instruction has one to blame. */
function layersOf(dockerfile: Dockerfile, remedies: readonly Remedy[]): Remedy[][] {
  const layers: Remedy[][] = [];
  const used = new Map<number, number>();
  const finder = new InstructionFinder(dockerfile);
  for (const remedy of remedies) {
    const starts = remedy.edits.flatMap(({ span }) => finder.startsIn(span));
    const layer = Math.max(0, ...starts.map((start) => used.get(start) ?? 0));
    for (const start of starts) used.set(start, layer + 1);
    (layers[layer] ??= []).push(remedy);
  }
  return layers;
}

function startOf({ edits }: Remedy): number {
  return Math.min(...edits.map(({ span }) => span.start));
}

function overlap(a: Remedy, b: Remedy): boolean {
  return a.edits.some((one) => b.edits.some((other) => touches(one.span, other.span)));
}
