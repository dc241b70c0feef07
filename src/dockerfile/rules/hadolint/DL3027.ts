import { type Rule } from '../rule.js';
import { eachCommand } from '../shared/each-command.js';

export const DL3027: Rule = {
  id: 'DL3027',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Use apt-get, not apt',
  why: `\`apt\` is made for people at a terminal: its output and options may change between releases. \`apt-get\` and \`apt-cache\` are stable.`,
  bad: ['FROM debian:12\nRUN apt install -y curl\n'],
  good: ['FROM debian:12\nRUN apt-get install -y curl\n'],
  check(context) {
    return eachCommand(context, ({ name, nameSpan }) => {
      if (name !== 'apt') return;
      context.report(nameSpan, 'use `apt-get` or `apt-cache`: the interface of `apt` is not stable', {
        fix: { title: 'Write apt-get', risk: 'safe', edits: [{ span: nameSpan, text: 'apt-get' }] },
      });
    });
  },
};
