import { hasFlag } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { isAptGetInstall } from '../shared/apt.js';
import { eachCommand } from '../shared/each-command.js';

export const DL3015: Rule = {
  id: 'DL3015',
  family: 'hadolint',
  aliases: ['DS-0029'],
  since: '2026.11',
  severity: 'info',
  title: 'Install only what is needed',
  why: `apt also installs the packages that a package recommends. They make the image larger and give an attacker more to work with; \`--no-install-recommends\` leaves them out.`,
  bad: ['FROM debian:12\nRUN apt-get install -y curl\n'],
  good: [
    'FROM debian:12\nRUN apt-get install -y --no-install-recommends curl\n',
    'FROM debian:12\nRUN apt-get -o APT::Install-Recommends=false install -y curl\n',
  ],
  check(context) {
    return eachCommand(context, (command) => {
      if (!isAptGetInstall(command) || hasFlag(command, 'no-install-recommends')) return;
      if (command.args.some(({ value }) => /APT::Install-Recommends="?(false|0|no)"?$/i.test(value))) return;
      const install = command.args.find(({ value }) => value === 'install');
      const at = install?.span.end ?? command.span.end;
      context.report(install?.span ?? command.span, 'add `--no-install-recommends`', {
        fix: {
          title: 'Add --no-install-recommends',
          risk: 'rebuild',
          edits: [{ span: { start: at, end: at }, text: ' --no-install-recommends' }],
        },
      });
    });
  },
};
