import { keyValues } from '../../parse/key-values.js';
import { type Rule } from '../rule.js';

export const DL3050: Rule = {
  id: 'DL3050',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'A label that the schema does not know',
  why: `With \`strict-labels\` only the labels of \`label-schema\` may be set.`,
  bad: [
    {
      dockerfile: 'FROM debian:12\nLABEL y="z"\n',
      options: { labelSchema: { x: 'text' }, strictLabels: true },
    },
  ],
  good: [
    {
      dockerfile: 'FROM debian:12\nLABEL x="z"\n',
      options: { labelSchema: { x: 'text' }, strictLabels: true },
    },
    { dockerfile: 'FROM debian:12\nLABEL y="z"\n', options: { labelSchema: { x: 'text' } } },
  ],
  check: ({ options, report }) => ({
    LABEL(instruction) {
      if (!options.strictLabels) return;
      for (const { key, keySpan } of keyValues(instruction).pairs)
        if (!Object.hasOwn(options.labelSchema ?? {}, key))
          report(keySpan, `the label \`${key}\` is not in the schema`);
    },
  }),
};
