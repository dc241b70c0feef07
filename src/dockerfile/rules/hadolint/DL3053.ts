import { type Rule } from '../rule.js';
import { labelValues } from '../shared/label-values.js';

const RFC3339 = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

function isRfc3339(value: string): boolean {
  const match = RFC3339.exec(value);
  return match !== null && !Number.isNaN(Date.parse(`${match[1] ?? ''}T${match[2] ?? ''}Z`));
}

export const DL3053: Rule = {
  id: 'DL3053',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'A label must be a date and time of RFC 3339',
  why: `\`label-schema\` says that this label is a date and time of RFC 3339.`,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL x="2026-11-22"\n', options: { labelSchema: { x: 'rfc3339' } } },
    {
      dockerfile: 'FROM debian:12\nLABEL x="2026-13-22T10:00:00Z"\n',
      options: { labelSchema: { x: 'rfc3339' } },
    },
  ],
  good: [
    {
      dockerfile: 'FROM debian:12\nLABEL x="2026-11-22T10:00:00Z"\n',
      options: { labelSchema: { x: 'rfc3339' } },
    },
    {
      dockerfile: 'FROM debian:12\nLABEL x="2026-11-22T10:00:00.5+01:00"\n',
      options: { labelSchema: { x: 'rfc3339' } },
    },
    { dockerfile: 'FROM debian:12\nLABEL y="?"\n', options: { labelSchema: { x: 'rfc3339' } } },
  ],
  check(context) {
    return labelValues(context, 'rfc3339', isRfc3339, 'a date and time of RFC 3339');
  },
};
