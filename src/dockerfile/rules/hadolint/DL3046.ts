import { hasFlag, type ShellCommand } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { eachCommand } from '../shared/each-command.js';

export const DL3046: Rule = {
  id: 'DL3046',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'useradd with a high UID needs -l',
  why: `\`useradd\` writes \`/var/log/lastlog\` as a sparse file that reaches up to the UID; in a layer it takes gigabytes. \`-l\` (\`--no-log-init\`) leaves it out.`,
  bad: ['FROM debian:12\nRUN useradd -u 123456 app\n', 'FROM debian:12\nRUN useradd --uid=1000000 app\n'],
  good: ['FROM debian:12\nRUN useradd -l -u 123456 app\n', 'FROM debian:12\nRUN useradd -u 1000 app\n'],
  check(context) {
    return eachCommand(context, (command) => {
      if (command.name !== 'useradd' || hasFlag(command, 'l', 'no-log-init')) return;
      const uid = uidOf(command);
      if (uid === undefined || !/^\d{6,}$/.test(uid)) return;
      const at = command.nameSpan.end;
      context.report(command.span, `add \`-l\`: with UID ${uid} the login log grows the layer by gigabytes`, {
        fix: { title: 'Add -l', risk: 'safe', edits: [{ span: { start: at, end: at }, text: ' -l' }] },
      });
    });
  },
};

function uidOf(command: ShellCommand): string | undefined {
  const { args } = command;
  const at = args.findIndex(({ value }) => value === '--uid' || /^-[A-Za-z]*u$/.test(value));
  if (at !== -1) return args[at + 1]?.value;
  return args
    .map(({ value }) => /^(?:--uid=|-u)(\d+)$/.exec(value)?.[1])
    .find((value) => value !== undefined);
}
