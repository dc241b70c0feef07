import { keyValues } from '../../parse/key-values.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';
import { isSecretToHadolint } from '../shared/secret-names.js';

export const DL3064: Rule = {
  id: 'DL3064',
  family: 'hadolint',
  aliases: ['DS-0031', 'CIS-DI-0010', 'SecretsUsedInArgOrEnv'],
  since: '2026.11',
  severity: 'warning',
  title: 'No secrets in ARG or ENV',
  why: `Values of ENV are in the image, those of ARG in its history: whoever can pull it can read them. Use \`RUN --mount=type=secret\`, and give the running container its secrets from outside. Names that only say where a secret lies (\`…_FILE\`) are fine.`,
  bad: [
    'FROM debian:12\nARG AWS_ACCESS_KEY_ID\n',
    'FROM debian:12\nENV DB_PASSWORD=hunter2\n',
    'ARG NPM_TOKEN\nFROM debian:12\n',
  ],
  good: [
    'FROM debian:12\nENV DB_PASSWORD_FILE=/run/secrets/db\n',
    'FROM debian:12\nENV COLOUR=red\n',
    'FROM debian:12\nRUN --mount=type=secret,id=token cat /run/secrets/token\n',
  ],
  onbuild: 'all',
  check({ report }) {
    const inspect = (instruction: Instruction): void => {
      for (const { key, keySpan } of keyValues(instruction).pairs) {
        if (isSecretToHadolint(key))
          report(keySpan, `\`${key}\` looks like a secret; ${instruction.keyword} keeps it in the image`);
      }
    };
    return { ARG: inspect, ENV: inspect };
  },
};
