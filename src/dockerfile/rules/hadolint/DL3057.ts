import { type Stage } from '../../parse/stages.js';
import { type Rule } from '../rule.js';

export const DL3057: Rule = {
  id: 'DL3057',
  family: 'hadolint',
  aliases: ['DS-0026', 'CIS-DI-0006'],
  since: '2026.11',
  severity: 'ignore',
  title: 'The image should have a HEALTHCHECK',
  why: `Off by default: Kubernetes has probes of its own and ignores HEALTHCHECK. Where the engine decides, \`HEALTHCHECK\` (or \`HEALTHCHECK NONE\`, to say that there is none) tells whether the application works, not only whether it runs.`,
  bad: ['FROM debian:12\nCMD ["a"]\n'],
  good: [
    'FROM debian:12\nHEALTHCHECK CMD ["a"]\n',
    'FROM debian:12 AS a\nHEALTHCHECK CMD ["a"]\nFROM a\n',
    'FROM debian:12\nHEALTHCHECK NONE\n',
  ],
  check: ({ graph, report }) => ({
    finish() {
      const having = new Set<Stage>();
      for (const stage of graph.stages) {
        if (
          (stage.parent && having.has(stage.parent)) ||
          stage.instructions.some(({ keyword }) => keyword === 'HEALTHCHECK')
        )
          having.add(stage);
      }
      for (const stage of [...graph.stages].reverse())
        if (stage.parent && having.has(stage)) having.add(stage.parent);
      for (const stage of graph.stages)
        if (stage.from && !having.has(stage))
          report(stage.from, 'no HEALTHCHECK says whether the application works');
    },
  }),
};
