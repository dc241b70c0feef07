import { keyValues } from '../../parse/key-values.js';
import { type Stage } from '../../parse/stages.js';
import { type Rule } from '../rule.js';

export const DL3049: Rule = {
  id: 'DL3049',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'A required label is missing',
  why: `The configuration (\`label-schema\`) asks for this label on every image. A stage inherits the labels of the stage it builds on.`,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL y="z"\n', options: { labelSchema: { x: 'text' } } },
    {
      dockerfile: 'FROM debian:12 AS a\nFROM debian:12\nLABEL x="z"\n',
      options: { labelSchema: { x: 'text' } },
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL x="z"\n', options: { labelSchema: { x: 'text' } } },
    { dockerfile: 'FROM debian:12 AS a\nFROM a\nLABEL x="z"\n', options: { labelSchema: { x: 'text' } } },
    { dockerfile: 'FROM debian:12 AS a\nLABEL x="z"\nFROM a\n', options: { labelSchema: { x: 'text' } } },
    'FROM debian:12\n',
  ],
  check({ graph, options, report }) {
    const wanted = Object.keys(options.labelSchema ?? {});
    if (wanted.length === 0) return {};
    return {
      finish() {
        for (const label of wanted) {
          const having = new Set<Stage>();
          for (const stage of graph.stages) {
            if ((stage.parent && having.has(stage.parent)) || hasLabel(stage, label)) having.add(stage);
          }
          // A stage that others complete is not the image.
          for (const stage of [...graph.stages].reverse())
            if (stage.parent && having.has(stage)) having.add(stage.parent);
          for (const stage of graph.stages)
            if (stage.from && !having.has(stage)) report(stage.from, `the label \`${label}\` is missing`);
        }
      },
    };
  },
};

function hasLabel(stage: Stage, label: string): boolean {
  return stage.instructions.some(
    (instruction) =>
      instruction.keyword === 'LABEL' && keyValues(instruction).pairs.some(({ key }) => key === label),
  );
}
