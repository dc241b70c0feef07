import { keyValues } from '../../parse/key-values.js';
import { type Rule } from '../rule.js';

export const DL3051: Rule = {
  id: 'DL3051',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'A required label is empty',
  why: `A label that \`label-schema\` names must have a value.`,
  bad: [{ dockerfile: 'FROM debian:12\nLABEL x=""\n', options: { labelSchema: { x: 'text' } } }],
  good: [{ dockerfile: 'FROM debian:12\nLABEL x="a" y=""\n', options: { labelSchema: { x: 'text' } } }],
  check: ({ options, report }) => ({
    LABEL(instruction) {
      for (const { key, value, span } of keyValues(instruction).pairs) {
        if (Object.hasOwn(options.labelSchema ?? {}, key) && (value ?? '') === '')
          report(span, `the label \`${key}\` is empty`);
      }
    },
  }),
};
