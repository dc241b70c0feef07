import { expandWord } from '../../parse/expand.js';
import { keyValues } from '../../parse/key-values.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Stage } from '../../parse/stages.js';
import { type Rule } from '../rule.js';

const SECRET =
  /(?:_|^)(?:api_?key|auth_?token|credentials?|private_?key|secret|secret_?key|access_?key|password|passwd|passphrase|token)$/i;

export const ACGS1202: Rule = {
  id: 'ACGS1202',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'A secret build argument flows into the image',
  why: `The value of an ARG that holds a secret is recorded in the history of the image as soon as a RUN uses it, and in its configuration once ENV or
LABEL take it. \`RUN --mount=type=secret,id=x\` gives it to one step and to nothing else.`,
  bad: [
    'FROM debian:13\nARG NPM_TOKEN\nRUN echo "//r/:_authToken=$NPM_TOKEN" > ~/.npmrc\n',
    'FROM debian:13\nARG API_KEY\nENV KEY=$API_KEY\n',
  ],
  good: [
    'FROM debian:13\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci\n',
    'FROM debian:13\nARG VERSION\nENV V=$VERSION\n',
  ],
  check({ report, stageOf }) {
    const secrets = new Map<Stage | undefined, Set<string>>();
    const known = (instruction: Instruction): Set<string> => {
      const stage = stageOf(instruction);
      const own = secrets.get(stage);
      if (own) return own;
      const inherited = new Set(stage?.parent ? secrets.get(stage.parent) : undefined);
      secrets.set(stage, inherited);
      return inherited;
    };
    const inspect = (instruction: Instruction): void => {
      const names = known(instruction);
      if (names.size === 0) return;
      const { logical, args, escape } = instruction;
      const text = logical.text.slice(args.start, args.end);
      const use = expandWord(text.replaceAll("'", ' '), () => undefined, escape).uses.find(({ name }) =>
        names.has(name),
      );
      if (use)
        report(
          logical.spanOf(args.start + use.start, args.start + use.end),
          `the secret \`${use.name}\` ends up in the image here; use a secret mount`,
        );
    };
    return {
      ARG(instruction) {
        for (const { key } of keyValues(instruction).pairs) if (SECRET.test(key)) known(instruction).add(key);
      },
      RUN: inspect,
      ENV: inspect,
      LABEL: inspect,
    };
  },
};
