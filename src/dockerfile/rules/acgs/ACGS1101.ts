import { type ShellCommand } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';

const DOWNLOADERS = /^(curl|wget)$/;
const INTERPRETERS = /^(sh|bash|ash|dash|zsh|ksh|python[0-9.]*|perl|ruby|node)$/;

export const ACGS1101: Rule = {
  id: 'ACGS1101',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Do not pipe a download into a shell',
  why: `\`curl … | sh\` runs whatever the server, or someone between, sends at that moment; nothing is checked, and a broken download runs half.
Download to a file, check its checksum or signature, then run it.`,
  bad: [
    'FROM debian:13\nRUN curl -fsSL https://example.com/install.sh | bash\n',
    'FROM debian:13\nRUN wget -qO- https://example.com/x | sudo sh -s -- -y\n',
    'FROM debian:13\nRUN bash -c "$(curl -fsSL https://example.com/x)"\n',
  ],
  good: [
    'FROM debian:13\nRUN curl -fsSLo x.sh https://example.com/x && echo "abc  x.sh" | sha256sum -c && sh x.sh\n',
    'FROM debian:13\nRUN curl -fsSL https://example.com/x | tar xz\n',
  ],
  check: ({ report, shell }) => ({
    RUN(run) {
      const body = shell(run);
      for (const { commands, span } of body.pipelines) {
        const from = commands.findIndex((command) => command && DOWNLOADERS.test(command.name));
        const runner =
          from === -1
            ? undefined
            : commands.slice(from + 1).find((command) => command && isInterpreter(command));
        if (runner) report(span, 'this runs a download unchecked; save it, check it, then run it');
      }
      for (const command of body.commands) {
        if (
          isInterpreter(command) &&
          command.args.some(({ value }) => /\$\(\s*(curl|wget)\b|`\s*(curl|wget)\b/.test(value))
        )
          report(command.span, 'this runs a download unchecked; save it, check it, then run it');
      }
    },
  }),
};

function isInterpreter({ name, args }: ShellCommand): boolean {
  if (name !== 'sudo' && name !== 'env') return INTERPRETERS.test(name);
  return args.some(({ value }) => INTERPRETERS.test(value.replace(/^.*\//, '')));
}
