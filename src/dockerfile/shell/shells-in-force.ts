import { execItems } from '../parse/arguments.js';
import { type Dockerfile, type Instruction } from '../parse/nodes.js';
import { type Stage, stageGraph } from '../parse/stages.js';
import { DEFAULT_SHELL, type ShellInForce, shellFrom } from './shell-kind.js';
import { perNode } from '../parse/per-node.js';

const SHELL_PRAGMA = /^hadolint\s+shell\s*=\s*(\S+)/;
/**
 * The shell that runs each instruction's shell form: SHELL of its stage so far, else of the stage it builds on, else the
 * default. hadolint's `# hadolint shell=` pragma says what the base image's shell is, from its line on (in the head of the
 * file: for every stage).
 */
export const shellsInForce = perNode((dockerfile: Dockerfile): ReadonlyMap<Instruction, ShellInForce> => {
  const graph = stageGraph(dockerfile);
  const result = new Map<Instruction, ShellInForce>();
  const atEnd = new Map<Stage, ShellInForce>();
  let initial = DEFAULT_SHELL;
  let current = DEFAULT_SHELL;
  let stage: Stage | undefined;
  for (const node of dockerfile.nodes) {
    if (node.kind === 'comment') {
      const name = SHELL_PRAGMA.exec(node.text)?.[1];
      if (name !== undefined) {
        current = shellFrom([name]);
        if (!stage?.from) initial = current;
      }
    }
    if (node.kind !== 'instruction') continue;
    const owner = graph.stageOf.get(node);
    if (owner !== stage) {
      if (stage) atEnd.set(stage, current);
      stage = owner;
      current = (owner?.parent && atEnd.get(owner.parent)) ?? initial;
    }
    if (node.keyword === 'SHELL') {
      const words = execItems(node);
      if (words && words.length > 0) current = shellFrom(words.map((item) => item.value));
    }
    result.set(node, current);
    if (node.deferred) result.set(node.deferred, current);
  }
  return result;
});
