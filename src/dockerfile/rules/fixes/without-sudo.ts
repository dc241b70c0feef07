import { type Fix } from '../../fix.js';
import { type Instruction } from '../../parse/nodes.js';
import { type ShellCommand } from '../../shell/shell-command.js';
import { type RuleContext } from '../rule.js';
import { baseImage, isNonRoot, isRoot, lineage } from '../shared/base-image.js';
import { argumentWords } from '../../parse/arguments.js';
import { baseFamily } from './base-family.js';

/** A fix that takes `sudo` away where the step runs as root already and sudo has no options of its own. */
export function withoutSudo(
  context: RuleContext,
  { nameSpan, args }: ShellCommand,
  run: Instruction,
): Fix | undefined {
  const stage = context.stageOf(run);
  const [first] = args;
  const image = stage && baseImage(context, stage);
  if (!first || !stage || run.isDeferred || /^-|=/.test(first.value)) return undefined;
  // Only a base that is known can be known to start as root.
  if (!image || baseFamily(image) === undefined || isNonRoot(image)) return undefined;
  const users = lineage(stage)
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword, span }) => keyword === 'USER' && span.start < run.span.start);
  const last = users.at(-1);
  if (last && !isRoot(argumentWords(last)[0]?.value ?? '')) return undefined;
  const span = { start: nameSpan.start, end: first.span.start };
  return { title: 'Remove sudo', risk: 'safe', edits: [{ span, text: '' }] };
}
