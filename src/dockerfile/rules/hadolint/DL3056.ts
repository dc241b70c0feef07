import { type Rule } from '../rule.js';
import { labelValues } from '../shared/label-values.js';

export const DL3056: Rule = {
  id: 'DL3056',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'A label must be a semantic version',
  why: `\`label-schema\` says that this label is a semantic version.`,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL x="1.2"\n', options: { labelSchema: { x: 'semver' } } },
    { dockerfile: 'FROM debian:12\nLABEL x="v1.2.3"\n', options: { labelSchema: { x: 'semver' } } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL x="1.2.3"\n', options: { labelSchema: { x: 'semver' } } },
    { dockerfile: 'FROM debian:12\nLABEL x="1.2.3-rc.1+x"\n', options: { labelSchema: { x: 'semver' } } },
    { dockerfile: 'FROM debian:12\nLABEL y="?"\n', options: { labelSchema: { x: 'semver' } } },
  ],
  check(context) {
    return labelValues(
      context,
      'semver',
      (value) => /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/.test(value),
      'a semantic version',
    );
  },
};
