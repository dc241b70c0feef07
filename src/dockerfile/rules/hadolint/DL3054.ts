import { type Rule } from '../rule.js';
import { labelValues } from '../shared/label-values.js';
import { isSpdxExpression } from '../shared/spdx.js';

export const DL3054: Rule = {
  id: 'DL3054',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'A label must be an SPDX licence identifier',
  why: `\`label-schema\` says that this label is an SPDX licence identifier.`,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL x="not-spdx"\n', options: { labelSchema: { x: 'spdx' } } },
    { dockerfile: 'FROM debian:12\nLABEL x="mit"\n', options: { labelSchema: { x: 'spdx' } } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL x="MIT"\n', options: { labelSchema: { x: 'spdx' } } },
    { dockerfile: 'FROM debian:12\nLABEL x="Apache-2.0"\n', options: { labelSchema: { x: 'spdx' } } },
    { dockerfile: 'FROM debian:12\nLABEL x="MIT OR Apache-2.0"\n', options: { labelSchema: { x: 'spdx' } } },
    { dockerfile: 'FROM debian:12\nLABEL y="?"\n', options: { labelSchema: { x: 'spdx' } } },
  ],
  check(context) {
    return labelValues(context, 'spdx', isSpdxExpression, 'an SPDX licence identifier');
  },
};
