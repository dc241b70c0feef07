import { readCopy } from '../../parse/copy.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';

export const ACGS1204: Rule = {
  id: 'ACGS1204',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'error',
  title: 'No private key in the build context',
  why: `A file of the build context holds a private key. The builder is sent it, may be a remote one, and a broad COPY puts it into the image. Name it in
\`.dockerignore\`, or keep it elsewhere and hand it to the step that needs it (\`RUN --mount=type=secret\`).

Only a build knows its whole context, so this is found by \`acgs release\` and \`acgs build\`. Keys that acgs made are kept out by themselves.`,
  bad: [
    {
      dockerfile: 'FROM debian:13\nCOPY . /app\n',
      options: { privateKeys: [{ path: 'deploy.pem', label: 'RSA PRIVATE KEY' }] },
    },
  ],
  good: [
    'FROM debian:13\nCOPY . /app\n',
    { dockerfile: 'FROM debian:13\nCOPY . /app\n', options: { privateKeys: [] } },
  ],
  check({ dockerfile, options, report }) {
    let place: Instruction | undefined;
    const remember = (instruction: Instruction): void => {
      if (readCopy(instruction).from === undefined) place ??= instruction;
    };
    return {
      COPY: remember,
      ADD: remember,
      finish() {
        const owner = place ?? dockerfile.instructions[0];
        if (owner === undefined) return;
        for (const { path, label } of options.privateKeys ?? [])
          report(
            owner,
            `the build would be sent ${path}, which holds a private key (${label}); name it in .dockerignore`,
          );
      },
    };
  },
};
