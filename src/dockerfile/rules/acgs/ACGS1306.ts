import { hasFlag } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { hasScratchMount } from '../shared/cache-mount.js';
import { eachCommand } from '../shared/each-command.js';
import { isPipInstall } from '../shared/pip.js';

export const ACGS1306: Rule = {
  id: 'ACGS1306',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'A cache mount and a switched-off cache cancel each other',
  why: `The mount is there to keep what the package manager downloads; \`--no-cache-dir\` (or \`--no-cache\`) makes it keep nothing. Leave out one of them.`,
  bad: [
    'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir -r r.txt\n',
  ],
  good: [
    'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r r.txt\n',
    'FROM python:3.13\nRUN pip install --no-cache-dir -r r.txt\n',
  ],
  check(context) {
    return eachCommand(context, (command, run) => {
      const pip =
        isPipInstall(command) &&
        hasFlag(command, 'no-cache-dir') &&
        hasScratchMount(run, (target) => /\.cache(\/pip)?$/.test(target));
      const apk =
        command.name === 'apk' &&
        hasFlag(command, 'no-cache') &&
        hasScratchMount(run, (target) => target === '/var/cache/apk');
      if (!pip && !apk) return;
      const flag = command.args.find(({ value }) => value.startsWith('--no-cache'));
      const before = flag && command.args[command.args.indexOf(flag) - 1];
      const from = before?.span.end ?? command.nameSpan.end;
      // Only the blanks between two words of one line: a continuation has its own layout.
      const plain = flag && flag.span.start - from === 1 ? { start: from, end: flag.span.end } : undefined;
      context.report(flag?.span ?? command.span, 'this switches off the cache that the mount keeps', {
        ...(plain
          ? {
              fix: { title: `Remove ${flag?.value ?? ''}`, risk: 'safe', edits: [{ span: plain, text: '' }] },
            }
          : {}),
      });
    });
  },
};
