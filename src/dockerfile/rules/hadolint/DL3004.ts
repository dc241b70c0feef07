import { withoutSudo } from '../fixes/without-sudo.js';
import { type Rule } from '../rule.js';
import { eachCommand } from '../shared/each-command.js';

export const DL3004: Rule = {
  id: 'DL3004',
  family: 'hadolint',
  aliases: ['DS-0010', 'DKL-DI-0001'],
  since: '2026.11',
  severity: 'error',
  title: 'Do not use sudo',
  why: `Build steps run as root unless USER says otherwise, so \`sudo\` buys nothing, and an image that holds it offers every process a way
to root. Put the step before \`USER\`, or use \`USER root\` around it; to drop privileges at start use \`gosu\`, \`su-exec\` or \`setpriv\`.`,
  bad: ['FROM debian:12\nRUN sudo make install\n', 'FROM debian:12\nONBUILD RUN true && sudo make\n'],
  good: [
    'FROM debian:12\nUSER root\nRUN make install\nUSER 1000\n',
    'FROM debian:12\nRUN apt-get install -y sudo=1.9.13p3-1\n',
  ],
  check: (context) =>
    eachCommand(context, (command, run) => {
      if (command.name !== 'sudo') return;
      context.report(command.nameSpan, 'do not use `sudo`: run the step as root and switch with USER', {
        fix: () => withoutSudo(context, command, run),
      });
    }),
};
