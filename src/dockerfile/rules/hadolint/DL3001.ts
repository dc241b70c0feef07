import { type Rule } from '../rule.js';
import { eachCommand } from '../shared/each-command.js';

const POINTLESS = new Set(['free', 'kill', 'mount', 'ps', 'service', 'shutdown', 'ssh', 'top', 'vim']);

export const DL3001: Rule = {
  id: 'DL3001',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'This command does nothing useful while an image is built',
  why: `A build step has no terminal, no other processes, no init system and no mounts of its own, so commands that watch or steer a
running machine have nothing to work on. What they change is gone when the step ends.`,
  bad: ['FROM alpine:3.22\nRUN service nginx start\n', 'FROM alpine:3.22\nRUN apk update && top\n'],
  good: ['FROM alpine:3.22\nRUN apk add --no-cache openssh=9.9_p2-r0\n'],
  check: (context) =>
    eachCommand(context, ({ name, nameSpan }) => {
      if (POINTLESS.has(name)) context.report(nameSpan, `\`${name}\` makes no sense in a build step`);
    }),
};
