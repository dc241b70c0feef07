import { hasArgument, hasFlag } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { eachCommand } from '../shared/each-command.js';

const VERBS = ['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch'];

export const DL3034: Rule = {
  id: 'DL3034',
  family: 'hadolint',
  aliases: ['DS-0021'],
  since: '2026.11',
  severity: 'warning',
  title: 'Answer zypper before it asks',
  why: `A build has nobody to press \`y\`: run zypper with \`-n\` (\`--non-interactive\`) or give the sub-command \`-y\`.`,
  bad: [
    'FROM opensuse/leap:15.6\nRUN zypper install httpd=2.4\n',
    'FROM opensuse/leap:15.6\nRUN zypper remove httpd\n',
  ],
  good: [
    'FROM opensuse/leap:15.6\nRUN zypper -n install httpd=2.4\n',
    'FROM opensuse/leap:15.6\nRUN zypper install --no-confirm httpd=2.4\n',
  ],
  check(context) {
    return eachCommand(context, (command) => {
      if (command.name !== 'zypper' || !hasArgument(command, ...VERBS)) return;
      if (hasFlag(command, 'non-interactive', 'n', 'no-confirm', 'y')) return;
      const at = command.nameSpan.end;
      context.report(command.nameSpan, 'add `-n`: nobody can answer while an image is built', {
        fix: { title: 'Add -n', risk: 'safe', edits: [{ span: { start: at, end: at }, text: ' -n' }] },
      });
    });
  },
};
