import { hasArgument, operands } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { eachCommand, quoteList } from '../shared/each-command.js';

const TAKING_VALUE = new Set(['-t', '--type', '-r', '--repo', '--from', '-R', '--root']);

export const DL3037: Rule = {
  id: 'DL3037',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Name the versions of zypper packages',
  why: `Without a version the same Dockerfile installs something else next week. Write \`package=version\`, or a bound (\`"package>=version"\`).`,
  bad: ['FROM opensuse/leap:15.6\nRUN zypper -n install httpd && zypper clean\n'],
  good: [
    'FROM opensuse/leap:15.6\nRUN zypper -n install httpd=2.4 && zypper clean\n',
    'FROM opensuse/leap:15.6\nRUN zypper -n install "httpd>=2.4"\n',
  ],
  check(context) {
    return eachCommand(context, (command) => {
      if (command.name !== 'zypper' || !hasArgument(command, 'install', 'in')) return;
      const loose = operands(command, TAKING_VALUE).filter(
        ({ value }) =>
          value !== 'install' && value !== 'in' && !/[=<>]/.test(value) && !value.endsWith('.rpm'),
      );
      const [first] = loose;
      if (first)
        context.report(
          first.span,
          `name the version of ${quoteList(loose.map((word) => word.value))} (package=version)`,
        );
    });
  },
};
