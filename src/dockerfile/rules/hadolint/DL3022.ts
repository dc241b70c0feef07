import { readCopy } from '../../parse/copy.js';
import { type Rule } from '../rule.js';

export const DL3022: Rule = {
  id: 'DL3022',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'COPY --from should name a stage or an image with a version',
  why: `\`COPY --from=name\` takes a stage of this file; where there is none, the builder pulls an image of that name, which is seldom meant.
Name the stage, or write the image with tag or digest.`,
  bad: ['FROM debian:12\nCOPY --from=build /a /a\n', 'FROM debian:12\nCOPY --from=team/tools /a /a\n'],
  good: [
    'FROM debian:12 AS build\nFROM debian:12\nCOPY --from=build /a /a\n',
    'FROM debian:12\nCOPY --from=team/tools:1 /a /a\n',
    'FROM debian:12 AS build\nFROM debian:12\nCOPY --from=0 /a /a\n',
  ],
  check: ({ graph, report, stageOf }) => ({
    COPY(instruction) {
      const from = readCopy(instruction).from;
      const name = from?.value;
      if (from === undefined || name === undefined || name.includes(':') || name.includes('@')) return;
      const stage = stageOf(instruction);
      if (
        /^\d+$/.test(name)
          ? Number(name) < graph.stages.length
          : graph.find(name, stage) !== undefined || stage?.name === name.toLowerCase()
      )
        return;
      report(
        from.valueSpan ?? from.span,
        `\`${name}\` is no stage above; name a stage, or an image with its version`,
      );
    },
  }),
};
