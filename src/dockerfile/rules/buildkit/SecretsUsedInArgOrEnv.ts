import { keyValues } from '../../parse/key-values.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';
import { isSecretToBuildkit } from '../shared/secret-names.js';

export const SecretsUsedInArgOrEnv: Rule = {
  id: 'SecretsUsedInArgOrEnv',
  family: 'buildkit',
  aliases: ['DL3064', 'DS-0031'],
  since: '2026.11',
  severity: 'warning',
  title: 'No secrets in ARG or ENV',
  why: `Values of ENV are in the image, those of ARG in its history. Use \`RUN --mount=type=secret\`.`,
  bad: ['FROM alpine:3.22\nARG TOKEN\n', 'FROM alpine:3.22\nENV password=x auth=y\n'],
  good: ['FROM alpine:3.22\nENV PUBLIC_KEY=x TOKEN_FILE=/y\n', 'FROM alpine:3.22\nARG AUTHOR\n'],
  twin: 'DL3064',
  check({ report }) {
    const inspect = (instruction: Instruction): void => {
      for (const { key, keySpan } of keyValues(instruction).pairs) {
        if (isSecretToBuildkit(key))
          report(keySpan, `${instruction.keyword} \`${key}\` would keep a secret in the image`);
      }
    };
    return { ARG: inspect, ENV: inspect };
  },
};
