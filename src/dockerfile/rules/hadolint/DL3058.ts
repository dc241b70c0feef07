import { type Rule } from '../rule.js';
import { labelValues } from '../shared/label-values.js';

export const DL3058: Rule = {
  id: 'DL3058',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'A label must be an e-mail address',
  why: `\`label-schema\` says that this label is an e-mail address.`,
  bad: [{ dockerfile: 'FROM debian:12\nLABEL x="not-email"\n', options: { labelSchema: { x: 'email' } } }],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL x="me@example.org"\n', options: { labelSchema: { x: 'email' } } },
    { dockerfile: 'FROM debian:12\nLABEL y="?"\n', options: { labelSchema: { x: 'email' } } },
  ],
  check(context) {
    return labelValues(context, 'email', (value) => /^[^\s@<>]+@[^\s@<>]+$/.test(value), 'an e-mail address');
  },
};
