import { countFlag, hasFlag } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { isAptGetInstall } from '../shared/apt.js';
import { eachCommand } from '../shared/each-command.js';

export const DL3014: Rule = {
  id: 'DL3014',
  family: 'hadolint',
  aliases: ['DS-0021'],
  since: '2026.11',
  severity: 'warning',
  title: 'Answer apt-get before it asks',
  why: `A build has nobody to press \`y\`: without \`-y\` the step stops (or fails, with standard input closed).`,
  bad: ['FROM debian:12\nRUN apt-get install curl\n', 'FROM debian:12\nRUN apt-get install -q curl\n'],
  good: [
    'FROM debian:12\nRUN apt-get install -y curl\n',
    'FROM debian:12\nRUN apt-get install -qq curl\n',
    'FROM debian:12\nRUN apt-get --assume-yes install curl\n',
  ],
  check(context) {
    return eachCommand(context, (command) => {
      if (
        !isAptGetInstall(command) ||
        hasFlag(command, 'y', 'yes', 'assume-yes') ||
        countFlag(command, 'q', 'quiet') > 1
      )
        return;
      if (command.args.some(({ value }) => /^(-q|--quiet)=[2-9]/.test(value))) return;
      const install = command.args.find(({ value }) => value === 'install');
      const at = install?.span.end ?? command.span.end;
      context.report(install?.span ?? command.span, 'add `-y`: nobody can answer while an image is built', {
        fix: { title: 'Add -y', risk: 'safe', edits: [{ span: { start: at, end: at }, text: ' -y' }] },
      });
    });
  },
};
