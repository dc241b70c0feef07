import { type Rule } from '../rule.js';
import { labelValues } from '../shared/label-values.js';

export const DL3052: Rule = {
  id: 'DL3052',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'A label must be a URL',
  why: `\`label-schema\` says that this label is a URL.`,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL x="not-url"\n', options: { labelSchema: { x: 'url' } } },
    { dockerfile: 'FROM debian:12\nLABEL x="//x"\n', options: { labelSchema: { x: 'url' } } },
  ],
  good: [
    {
      dockerfile: 'FROM debian:12\nLABEL x="https://example.com/a"\n',
      options: { labelSchema: { x: 'url' } },
    },
    { dockerfile: 'FROM debian:12\nLABEL y="?"\n', options: { labelSchema: { x: 'url' } } },
  ],
  check(context) {
    return labelValues(
      context,
      'url',
      (value) => /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/.test(value),
      'a URL',
    );
  },
};
