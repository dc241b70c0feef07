import { keyValues } from '../../parse/key-values.js';
import { type Rule } from '../rule.js';
import { finalStage, lineage } from '../shared/base-image.js';

export const ACGS1501: Rule = {
  id: 'ACGS1501',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'Say where the image comes from',
  why: `Labels of the OCI (\`org.opencontainers.image.source\`, \`…revision\`, \`…licenses\`) let scanners, registries and people find the source of an image. \`acgs build\` sets source and revision itself.`,
  bad: ['FROM debian:13\nCMD ["app"]\n'],
  good: [
    'FROM debian:13\nLABEL org.opencontainers.image.source="https://example.com/x"\nCMD ["app"]\n',
    'FROM debian:13\nRUN true\n',
  ],
  check(context) {
    return {
      finish() {
        const stage = finalStage(context);
        if (!stage?.from) return;
        const steps = lineage(stage).flatMap(({ instructions }) => instructions);
        if (!steps.some(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT')) return;
        const labelled = steps.some(
          (step) =>
            step.keyword === 'LABEL' &&
            keyValues(step).pairs.some(({ key }) => key === 'org.opencontainers.image.source'),
        );
        if (!labelled)
          context.report(
            stage.from,
            'no label org.opencontainers.image.source says where the image comes from',
          );
      },
    };
  },
};
