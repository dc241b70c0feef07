import { type Fix } from '../../fix.js';
import { type Instruction } from '../../parse/nodes.js';
import { type RuleContext } from '../rule.js';
import { baseImage, shortName } from '../shared/base-image.js';
import { baseFamily } from './base-family.js';
import { linesAbove } from './insert-lines.js';

/** A fix that puts a SHELL with pipefail above a RUN; only over the builder's default, and for a shell that the base has. */
export function pipefailShell(context: RuleContext, run: Instruction): Fix | undefined {
  const stage = context.stageOf(run);
  const image = stage && baseImage(context, stage);
  if (!stage?.from || !image || run.isDeferred || context.shellInForce(run).explicit) return undefined;
  const family = baseFamily(image);
  const program = family === 'debian' ? '/bin/bash' : family === 'alpine' ? '/bin/ash' : undefined;
  if (program === undefined || shortName(image) === 'busybox') return undefined;
  const line = `SHELL ["${program}", "-o", "pipefail", "-c"]`;
  return {
    title: `Use ${program} with pipefail`,
    risk: 'rebuild',
    edits: [linesAbove(context.dockerfile, run, [line])],
  };
}
