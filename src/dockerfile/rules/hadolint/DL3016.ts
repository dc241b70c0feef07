import { hasArgument, operands } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { eachCommand, quoteList } from '../shared/each-command.js';

/** npm options whose value is the next word. */
const TAKING_VALUE = new Set([
  '--prefix',
  '-C',
  '--loglevel',
  '--registry',
  '--cache',
  '--userconfig',
  '--tag',
  '--omit',
  '--include',
  '-w',
  '--workspace',
]);

export const DL3016: Rule = {
  id: 'DL3016',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Name the versions of npm packages',
  why: `Without a version the same Dockerfile installs something else next week. Write \`package@version\`; an application is better installed
with \`npm ci\` from its lock file.`,
  bad: [
    'FROM node:22\nRUN npm install express\n',
    'FROM node:22\nRUN npm install -g @team/tool\n',
    'FROM node:22\nRUN npm install git+https://example.com/x.git\n',
  ],
  good: [
    'FROM node:22\nRUN npm install express@5.0.1\n',
    'FROM node:22\nRUN npm ci\n',
    'FROM node:22\nRUN npm install ./tool\n',
    'FROM node:22\nRUN npm install @team/tool@^1\n',
    'FROM node:22\nRUN npm install\n',
  ],
  check(context) {
    return eachCommand(context, (command) => {
      if (command.name !== 'npm' || !hasArgument(command, 'install')) return;
      const loose = operands(command, TAKING_VALUE).filter(
        ({ value }) => value !== 'install' && !isPinned(value),
      );
      const [first] = loose;
      if (first)
        context.report(
          first.span,
          `name the version of ${quoteList(loose.map((word) => word.value))} (package@version)`,
        );
    });
  },
};

function isPinned(spec: string): boolean {
  if (/^git(\+[a-z]+)?:/.test(spec)) return spec.includes('#');
  if (/\.(tar|tar\.gz|tgz)$/.test(spec) || /^(\/|\.\.?(\/|$)|~\/|file:)/.test(spec)) return true;
  return spec.replace(/^@/, '').includes('@');
}
