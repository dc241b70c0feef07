import { parseImageName } from '../../parse/image-name.js';
import { keyValues } from '../../parse/key-values.js';
import { type Rule } from '../rule.js';
import { baseImage, finalStage, lineage, shortName } from '../shared/base-image.js';

export const ACGS1502: Rule = {
  id: 'ACGS1502',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'A label contradicts FROM',
  why: `The labels \`org.opencontainers.image.base.name\` and \`…base.digest\` say what the image is built on, and tools believe them. They name something else than FROM.`,
  bad: [
    'FROM debian:13\nLABEL org.opencontainers.image.base.name="docker.io/library/alpine:3.22"\n',
    'FROM debian:13@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb\nLABEL org.opencontainers.image.base.digest="sha256:00"\n',
  ],
  good: [
    'FROM debian:13\nLABEL org.opencontainers.image.base.name="docker.io/library/debian:13"\n',
    'FROM debian:13@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb\nLABEL org.opencontainers.image.base.digest="sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb"\n',
    'FROM $BASE\nLABEL org.opencontainers.image.base.name="x"\n',
  ],
  check(context) {
    return {
      finish() {
        const stage = finalStage(context);
        const image = stage && baseImage(context, stage);
        if (!stage || !image) return;
        for (const step of lineage(stage).flatMap(({ instructions }) => instructions)) {
          if (step.keyword !== 'LABEL') continue;
          for (const { key, value, span } of keyValues(step).pairs) {
            if (value === undefined || value.includes('$')) continue;
            const named = key === 'org.opencontainers.image.base.name' ? parseImageName(value) : undefined;
            const wrongName =
              named &&
              (shortName(named) !== shortName(image) ||
                (named.tag !== undefined && image.tag !== undefined && named.tag !== image.tag));
            const wrongDigest =
              key === 'org.opencontainers.image.base.digest' &&
              image.digest !== undefined &&
              value !== image.digest;
            if (wrongName || wrongDigest)
              context.report(
                span,
                `FROM names \`${image.name}${image.tag === undefined ? '' : `:${image.tag}`}\`, this label something else`,
                { owner: step },
              );
          }
        }
      },
    };
  },
};
