import { hasArgument } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { eachCommand } from '../shared/each-command.js';

export const DL4005: Rule = {
  id: 'DL4005',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Set the shell with SHELL',
  why: `Replacing \`/bin/sh\` changes the shell for every program in the image. \`SHELL ["/bin/bash", "-c"]\` changes it for the steps that follow.`,
  bad: ['FROM debian:12\nRUN ln -sf /bin/bash /bin/sh\n'],
  good: ['FROM debian:12\nSHELL ["/bin/bash", "-c"]\n', 'FROM debian:12\nRUN ln -s /a /b\n'],
  check(context) {
    return eachCommand(context, (command) => {
      if (command.name === 'ln' && hasArgument(command, '/bin/sh'))
        context.report(command.span, 'choose the shell of the steps with SHELL');
    });
  },
};
