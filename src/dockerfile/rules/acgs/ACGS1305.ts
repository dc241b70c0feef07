import { hasArgument } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { eachCommand } from '../shared/each-command.js';

export const ACGS1305: Rule = {
  id: 'ACGS1305',
  family: 'acgs',
  aliases: ['DKL-DI-0003'],
  since: '2026.11',
  severity: 'info',
  title: 'Do not upgrade the base image in place',
  why: `\`apt-get dist-upgrade\` (or \`full-upgrade\`) makes another distribution of the base image, differently on each build, and doubles what it replaces.
Take a newer base image.`,
  bad: ['FROM debian:13\nRUN apt-get update && apt-get dist-upgrade -y\n'],
  good: ['FROM debian:13\nRUN apt-get update && apt-get upgrade -y\n'],
  check(context) {
    return eachCommand(context, (command) => {
      if (/^(apt-get|apt)$/.test(command.name) && hasArgument(command, 'dist-upgrade', 'full-upgrade'))
        context.report(command.span, 'take a newer base image instead');
    });
  },
};
