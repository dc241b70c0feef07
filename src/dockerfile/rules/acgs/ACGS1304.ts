import { hasArgument } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';

export const ACGS1304: Rule = {
  id: 'ACGS1304',
  family: 'acgs',
  aliases: ['DS-0017', 'CIS-DI-0007'],
  since: '2026.11',
  severity: 'warning',
  title: 'Update and install in one step',
  why: `An \`apt-get update\` alone in a RUN is cached: months later the next line installs from lists of long ago. Join both with \`&&\`.`,
  bad: ['FROM debian:13\nRUN apt-get update\nRUN apt-get install -y curl=8.*\n'],
  good: ['FROM debian:13\nRUN apt-get update && apt-get install -y curl=8.*\n'],
  check: ({ report, shell }) => ({
    RUN(run) {
      const commands = shell(run).commands.filter(({ name }) =>
        /^(apt-get|apt|apk|yum|dnf|zypper)$/.test(name),
      );
      const update = commands.find(
        (command) =>
          hasArgument(command, 'update', 'refresh') && command.name !== 'yum' && command.name !== 'dnf',
      );
      const uses = commands.some((command) =>
        hasArgument(command, 'install', 'add', 'in', 'upgrade', 'dist-upgrade', 'build-dep'),
      );
      if (update && !uses)
        report(update.span, 'the lists get old in the cache; update and install in one RUN');
    },
  }),
};
