import { hasArgument } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { quoteList } from '../shared/each-command.js';
import { systemPackages } from '../shared/installs.js';

const TOOLS =
  /^(build-essential|build-base|gcc|g\+\+|clang|make|cmake|autoconf|automake|golang|rustc|cargo|gcc-c\+\+|[a-z0-9.+]+-dev|[a-z0-9.+]+-devel)$/;

export const ACGS1406: Rule = {
  id: 'ACGS1406',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'Build tools stay in the image that ships',
  why: `Compilers and headers make the image large and help an attacker. Build in a stage of its own and copy the result, or remove them in the same step
(\`apk add --virtual .build … && … && apk del .build\`).`,
  bad: [
    'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y build-essential=12.*\nCMD ["app"]\n',
    'FROM alpine:3.22\nRUN apk add --no-cache gcc=~14\n',
  ],
  good: [
    'FROM python:3.13-slim AS build\nRUN apt-get update && apt-get install -y gcc=4.*\nFROM python:3.13-slim\nCOPY --from=build /venv /venv\n',
    'FROM alpine:3.22\nRUN apk add --no-cache --virtual .b gcc=~14 && make && apk del .b\n',
  ],
  onbuild: 'none',
  check: ({ report, shell, shipped, stageOf }) => ({
    RUN(run) {
      const stage = stageOf(run);
      if (!stage || !shipped.has(stage)) return;
      const { commands } = shell(run);
      if (commands.some((command) => hasArgument(command, 'purge', 'remove', 'autoremove', 'del'))) return;
      const tools = commands.flatMap(systemPackages).filter(({ name }) => TOOLS.test(name));
      const [first] = tools;
      if (first)
        report(
          first.span,
          `${quoteList(tools.map(({ name }) => name))} ${tools.length > 1 ? 'stay' : 'stays'} in the image; build in another stage`,
        );
    },
  }),
};
