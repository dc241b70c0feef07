import { argsSpan } from '../../parse/arguments.js';
import { absoluteWorkdir } from '../fixes/absolute-workdir.js';
import { type Rule } from '../rule.js';

export const DL3000: Rule = {
  id: 'DL3000',
  family: 'hadolint',
  aliases: ['DS-0009'],
  since: '2026.11',
  severity: 'error',
  title: 'WORKDIR needs an absolute path',
  why: `A relative WORKDIR is joined to whatever the base image or an earlier line set, so the result changes when the base does.
Write the whole path.`,
  bad: ['FROM alpine:3.22\nWORKDIR app\n', 'FROM alpine:3.22\nWORKDIR "app/src"\n'],
  good: [
    'FROM alpine:3.22\nWORKDIR /app\n',
    'FROM alpine:3.22\nWORKDIR $HOME/app\n',
    'FROM alpine:3.22\nWORKDIR C:\\\\app\n',
  ],
  check: (context) => ({
    WORKDIR(instruction) {
      const path = instruction.argsText.replace(/^["']|["']$/g, '');
      if (path === '' || isAbsolute(path)) return;
      context.report(argsSpan(instruction), `\`${path}\` is relative; give WORKDIR an absolute path`, {
        fix: () => absoluteWorkdir(context, instruction, path),
      });
    },
  }),
};

/** Also a Windows drive, and a path that begins with a variable. */
function isAbsolute(path: string): boolean {
  return path.startsWith('/') || path.startsWith('$') || /^[A-Za-z]:/.test(path);
}
