import { hasArgument, operands } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { eachCommand, quoteList } from '../shared/each-command.js';

/** apk options whose value is the next word. */
const TAKING_VALUE = new Set([
  '-t',
  '--virtual',
  '-X',
  '--repository',
  '--arch',
  '--cache-dir',
  '--keys-dir',
  '-p',
  '--root',
  '--repositories-file',
  '--wait',
]);

export const DL3018: Rule = {
  id: 'DL3018',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Name the versions of apk packages',
  why: `Without a version the same Dockerfile installs something else next week. Write \`package=version\` or \`package=~1.2\`. Alpine keeps only
the newest build of each package, so a fuzzy pin (\`=~\`) and a digest-pinned base age better than an exact one.`,
  bad: ['FROM alpine:3.22\nRUN apk add --no-cache curl\n'],
  good: [
    'FROM alpine:3.22\nRUN apk add --no-cache curl=8.14.1-r1\n',
    'FROM alpine:3.22\nRUN apk add --no-cache "curl=~8.14"\n',
    'FROM alpine:3.22\nRUN apk add --no-cache -t .build ./tool.apk\n',
  ],
  check(context) {
    return eachCommand(context, (command) => {
      if (command.name !== 'apk' || !hasArgument(command, 'add')) return;
      const loose = operands(command, TAKING_VALUE).filter(
        ({ value }) => value !== 'add' && !/[=~<>]/.test(value) && !value.endsWith('.apk'),
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
