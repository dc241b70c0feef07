import { hasArgument } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { eachCommand } from '../shared/each-command.js';

export const DL3035: Rule = {
  id: 'DL3035',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Do not upgrade the whole distribution',
  why: `\`zypper dist-upgrade\` turns the base image into another one, differently on every build. Use a newer base image.`,
  bad: ['FROM opensuse/leap:15.6\nRUN zypper -n dup\n'],
  good: ['FROM opensuse/leap:15.6\nRUN zypper -n patch\n'],
  check(context) {
    return eachCommand(context, (command) => {
      if (command.name === 'zypper' && hasArgument(command, 'dist-upgrade', 'dup'))
        context.report(command.span, 'take a newer base image instead of `zypper dist-upgrade`');
    });
  },
};
