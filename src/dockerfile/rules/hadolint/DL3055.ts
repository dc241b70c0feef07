import { type Rule } from '../rule.js';
import { labelValues } from '../shared/label-values.js';

export const DL3055: Rule = {
  id: 'DL3055',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'A label must be a git commit hash',
  why: `\`label-schema\` says that this label is a git commit hash.`,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL x="not-git-hash"\n', options: { labelSchema: { x: 'hash' } } },
    { dockerfile: 'FROM debian:12\nLABEL x="43c572"\n', options: { labelSchema: { x: 'hash' } } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL x="43c572f"\n', options: { labelSchema: { x: 'hash' } } },
    {
      dockerfile: 'FROM debian:12\nLABEL x="43c572f1272b6b3171dd1db9e41b7027128ce080"\n',
      options: { labelSchema: { x: 'hash' } },
    },
    { dockerfile: 'FROM debian:12\nLABEL y="?"\n', options: { labelSchema: { x: 'hash' } } },
  ],
  check(context) {
    return labelValues(
      context,
      'hash',
      (value) => /^([0-9a-f]{7}|[0-9a-f]{40}|[0-9a-f]{64})$/.test(value),
      'a git commit hash',
    );
  },
};
