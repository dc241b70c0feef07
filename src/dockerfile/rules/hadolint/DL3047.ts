import { hasFlag } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { eachCommand } from '../shared/each-command.js';

export const DL3047: Rule = {
  id: 'DL3047',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'Tame the progress bar of wget',
  why: `wget draws its progress as thousands of lines of build log. Use \`--progress=dot:giga\`, \`-nv\` or \`-q\`.`,
  bad: ['FROM debian:12\nRUN wget https://example.com/a\n'],
  good: [
    'FROM debian:12\nRUN wget --progress=dot:giga https://example.com/a\n',
    'FROM debian:12\nRUN wget -qO- https://example.com/a\n',
    'FROM debian:12\nRUN wget -nv https://example.com/a\n',
  ],
  check(context) {
    return eachCommand(context, (command) => {
      if (
        command.name !== 'wget' ||
        hasFlag(
          command,
          'progress',
          'q',
          'quiet',
          'nv',
          'no-verbose',
          'o',
          'output-file',
          'a',
          'append-output',
        )
      )
        return;
      const at = command.nameSpan.end;
      context.report(
        command.nameSpan,
        'add `--progress=dot:giga` (or `-nv`): the progress bar floods the build log',
        {
          fix: {
            title: 'Add --progress=dot:giga',
            risk: 'safe',
            edits: [{ span: { start: at, end: at }, text: ' --progress=dot:giga' }],
          },
        },
      );
    });
  },
};
