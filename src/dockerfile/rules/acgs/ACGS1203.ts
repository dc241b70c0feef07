import { readCopy } from '../../parse/copy.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';

const FILES =
  /(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)|\.env|\.npmrc|\.pypirc|\.netrc|\.git-credentials|\.pgpass|\.htpasswd|\.docker\/config\.json|\.aws(?:\/credentials)?|\.ssh|\.kube\/config|cosign\.key|terraform\.tfstate|[^/]+\.(?:p12|pfx|jks|keystore))$/;

export const ACGS1203: Rule = {
  id: 'ACGS1203',
  family: 'acgs',
  aliases: ['DS-0031'],
  since: '2026.11',
  severity: 'warning',
  title: 'Do not copy credentials into the image',
  why: `The file is one that holds credentials on most machines. In the image everyone who can pull it has them, also when a later step deletes the file.
Use \`RUN --mount=type=secret\` or \`--mount=type=ssh\`.`,
  bad: ['FROM debian:13\nCOPY id_rsa /root/.ssh/id_rsa\n', 'FROM node:24\nCOPY .npmrc .env /app/\n'],
  good: ['FROM node:24\nCOPY .env.example /app/\n', 'FROM debian:13\nCOPY --from=build /app /app\n'],
  check({ report }) {
    const inspect = (instruction: Instruction): void => {
      for (const { value, span } of readCopy(instruction).sources) {
        if (FILES.test(value.replace(/\/+$/, '')))
          report(span, `\`${value}\` holds credentials, as a rule; use a secret mount`);
      }
    };
    return { COPY: inspect, ADD: inspect };
  },
};
