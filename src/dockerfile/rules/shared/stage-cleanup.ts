import { type Fix } from '../../fix.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Span } from '../../parse/span.js';
import { type Stage } from '../../parse/stages.js';
import { type RuleContext, type Visitors } from '../rule.js';

/** Something that a RUN leaves. */
interface Leftover {
  readonly span: Span;
  readonly message: string;
  readonly fix: () => Fix | undefined;
}

/**
 * A rule about something that a RUN leaves in its layer. It matters where the layer goes on to be: in the last stage, in a
 * stage that another builds on, or in whoever builds on an image whose ONBUILD it is.
 *
 * @param inspect what the RUN leaves and where, or undefined
 */
export function leftoverRule(
  context: RuleContext,
  inspect: (run: Instruction) => Leftover | undefined,
): Visitors {
  const found: (Leftover & { run: Instruction; stage: Stage | undefined })[] = [];
  return {
    RUN(run) {
      const leftover = inspect(run);
      if (leftover) found.push({ run, stage: context.stageOf(run), ...leftover });
    },
    finish() {
      const last = context.graph.stages.at(-1);
      const parents = new Set(context.graph.stages.flatMap(({ parent }) => (parent ? [parent] : [])));
      for (const { run, stage, span, message, fix } of found) {
        if (run.isDeferred || (stage && (stage === last || parents.has(stage))))
          context.report(span, message, { owner: run, fix });
      }
    },
  };
}
