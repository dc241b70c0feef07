import { hasArgument, hasFlag } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { hasScratchMount } from '../shared/cache-mount.js';
import { eachCommand } from '../shared/each-command.js';

export const DL3019: Rule = {
  id: 'DL3019',
  family: 'hadolint',
  aliases: ['DS-0025', 'DKL-DI-0004'],
  since: '2026.11',
  severity: 'info',
  title: 'Install with apk --no-cache',
  why: `\`apk add\` without \`--no-cache\` (or a cache mount on \`/var/cache/apk\`) leaves the package index in the layer.`,
  bad: [
    'FROM alpine:3.22\nRUN apk add curl=8.14.1-r1\n',
    'FROM alpine:3.22\nRUN apk update && apk add curl=8.14.1-r1\n',
  ],
  good: [
    'FROM alpine:3.22\nRUN apk add --no-cache curl=8.14.1-r1\n',
    'FROM alpine:3.22\nRUN --mount=type=cache,target=/var/cache/apk apk add curl=8.14.1-r1\n',
  ],
  check(context) {
    return eachCommand(context, (command, run) => {
      if (command.name !== 'apk' || !hasArgument(command, 'add') || hasFlag(command, 'no-cache')) return;
      if (hasScratchMount(run, (target) => target === '/var/cache/apk')) return;
      const add = command.args.find(({ value }) => value === 'add');
      const at = add?.span.end ?? command.span.end;
      context.report(
        add?.span ?? command.span,
        'add `--no-cache`, else the package index stays in the layer',
        {
          fix: {
            title: 'Add --no-cache',
            risk: 'safe',
            edits: [{ span: { start: at, end: at }, text: ' --no-cache' }],
          },
        },
      );
    });
  },
};
