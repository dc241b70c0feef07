import { type Stage } from '../../parse/stages.js';
import { type RuleContext, type Visitors } from '../rule.js';

/** Reports the second and further instructions of this kind in a stage. */
export function onlyOne(
  { report, stageOf }: RuleContext,
  keyword: 'CMD' | 'ENTRYPOINT' | 'HEALTHCHECK',
): Visitors {
  const seen = new Set<Stage | undefined>();
  return {
    [keyword]: (instruction: Parameters<typeof stageOf>[0]) => {
      const stage = stageOf(instruction);
      if (seen.has(stage))
        report(
          instruction,
          `only the last ${keyword} of a stage has an effect; this stage has another above`,
        );
      seen.add(stage);
    },
  };
}
