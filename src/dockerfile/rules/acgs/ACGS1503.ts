import { HASH_LABEL } from '../../../model/constitutional-hash.js';
import { keyValues } from '../../parse/key-values.js';
import { type Rule } from '../rule.js';
import { finalStage, lineage } from '../shared/base-image.js';

export const ACGS1503: Rule = {
  id: 'ACGS1503',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'The constitutional-hash label is missing',
  why: `The configuration (\`constitutionalHash\`) asks that every image carries the label \`io.acgs.constitutional-hash\` with this value. \`acgs build\` sets it; in the Dockerfile it serves those who build without acgs. It is a constant mark of the platform and proves nothing.`,
  bad: [
    { dockerfile: 'FROM debian:13\n', options: { constitutionalHash: 'cdd01ef066bc6cf2' } },
    {
      dockerfile: 'FROM debian:13\nLABEL io.acgs.constitutional-hash="0000"\n',
      options: { constitutionalHash: 'cdd01ef066bc6cf2' },
    },
  ],
  good: [
    {
      dockerfile: 'FROM debian:13\nLABEL io.acgs.constitutional-hash="cdd01ef066bc6cf2"\n',
      options: { constitutionalHash: 'cdd01ef066bc6cf2' },
    },
    'FROM debian:13\n',
    { dockerfile: 'FROM debian:13\n', options: { constitutionalHash: false } },
    {
      dockerfile: 'FROM debian:13\nARG HASH\nLABEL io.acgs.constitutional-hash=$HASH\n',
      options: { constitutionalHash: 'cdd01ef066bc6cf2' },
    },
  ],
  check(context) {
    const wanted = context.options.constitutionalHash;
    if (typeof wanted !== 'string') return {};
    return {
      finish() {
        const stage = finalStage(context);
        if (!stage?.from) return;
        const labels = lineage(stage)
          .flatMap(({ instructions }) => instructions)
          .filter(({ keyword }) => keyword === 'LABEL')
          .flatMap((step) => keyValues(step).pairs.map((pair) => ({ step, pair })))
          .filter(({ pair }) => pair.key === HASH_LABEL);
        const last = labels.at(-1);
        if (!last) context.report(stage.from, `the label ${HASH_LABEL}="${wanted}" is missing`);
        else if (!last.pair.value?.includes('$') && last.pair.value !== wanted)
          context.report(last.pair.span, `the label ${HASH_LABEL} must be "${wanted}"`, { owner: last.step });
      },
    };
  },
};
