import { readCopy } from './copy.js';
import { readFrom } from './from.js';
import { readMounts } from './mounts.js';
import { type Dockerfile, type Instruction } from './nodes.js';
import { perNode } from './per-node.js';

/** One build stage. A fragment without FROM has one stage whose `from` is undefined. */
export interface Stage {
  readonly index: number;
  readonly from: Instruction | undefined;
  /** Lower case, as the builder compares. */
  readonly name: string | undefined;
  /** The stage that FROM names; undefined for an image, `scratch` or an expression. */
  readonly parent: Stage | undefined;
  /** Without FROM, ONBUILD included. */
  readonly instructions: readonly Instruction[];
  /** Stages read by COPY --from and RUN --mount=from. */
  readonly sources: readonly Stage[];
}

/** Stages and what lies before the first of them. */
export interface StageGraph {
  readonly stages: readonly Stage[];
  /** Instructions before the first FROM: ARG, if the file is valid. */
  readonly head: readonly Instruction[];
  readonly stageOf: ReadonlyMap<Instruction, Stage>;
  /** The stages whose layers are in the image of the target: the target and its FROM ancestors. */
  shipped(target?: string): ReadonlySet<Stage>;
  /** Every stage that is built for the target. */
  built(target?: string): ReadonlySet<Stage>;
  /** A stage by name or number, among those before `before`. */
  find(name: string, before?: Stage): Stage | undefined;
}

interface MutableStage extends Stage {
  readonly instructions: Instruction[];
  readonly sources: Stage[];
}

/** The stage graph of a Dockerfile. */
export const stageGraph = perNode(build);

function build({ instructions }: Dockerfile): StageGraph {
  const stages: MutableStage[] = [];
  const byName = new Map<string, MutableStage>();
  const head: Instruction[] = [];
  const stageOf = new Map<Instruction, Stage>();
  const isFragment = !instructions.some((instruction) => instruction.keyword === 'FROM');
  const find = (name: string, before?: Stage): Stage | undefined => {
    const limit = before?.index ?? stages.length;
    const numbered = /^\d+$/.test(name) ? stages[Number(name)] : undefined;
    const candidates =
      before === undefined || before.index >= stages.length - 1
        ? byName.get(name.toLowerCase())
        : stages.findLast((stage) => stage.index < limit && stage.name === name.toLowerCase());
    const found = candidates ?? numbered;
    return found && found.index < limit ? found : undefined;
  };
  const open = (from: Instruction | undefined): MutableStage => {
    const read = from && readFrom(from);
    const base = read?.image?.value ?? '';
    const parent = byName.get(base.toLowerCase());
    const stage: MutableStage = {
      index: stages.length,
      from,
      name: read?.alias?.value.toLowerCase(),
      parent,
      instructions: [],
      sources: [],
    };
    stages.push(stage);
    return stage;
  };
  let stage: MutableStage | undefined = isFragment && instructions.length > 0 ? open(undefined) : undefined;
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') {
      if (stage?.name !== undefined) byName.set(stage.name, stage);
      stage = open(instruction);
    } else if (stage) stage.instructions.push(instruction);
    else head.push(instruction);
    if (!stage) continue;
    stageOf.set(instruction, stage);
    if (instruction.deferred) stageOf.set(instruction.deferred, stage);
    for (const name of sourceNames(instruction)) {
      const source = find(name, stage);
      if (source) stage.sources.push(source);
    }
  }
  if (stage?.name !== undefined) byName.set(stage.name, stage);

  const targetStage = (target: string | undefined): Stage | undefined =>
    target === undefined
      ? stages.at(-1)
      : (stages.findLast((item) => item.name === target.toLowerCase()) ??
        (/^\d+$/.test(target) ? stages[Number(target)] : undefined));
  return {
    stages,
    head,
    stageOf,
    find,
    shipped(target) {
      const result = new Set<Stage>();
      for (let at = targetStage(target); at; at = at.parent) result.add(at);
      return result;
    },
    built(target) {
      const result = new Set<Stage>();
      const visit = (at: Stage | undefined): void => {
        if (!at || result.has(at)) return;
        result.add(at);
        visit(at.parent);
        at.sources.forEach(visit);
      };
      visit(targetStage(target));
      return result;
    },
  };
}

function sourceNames(instruction: Instruction): string[] {
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
    const from = readCopy(instruction).from?.value;
    return from === undefined ? [] : [from];
  }
  if (instruction.keyword !== 'RUN') return [];
  return readMounts(instruction).flatMap((mount) => (mount.from === undefined ? [] : [mount.from]));
}
