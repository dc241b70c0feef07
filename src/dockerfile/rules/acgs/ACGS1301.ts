import { hasArgument, hasFlag, operands, type ShellCommand } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { eachCommand } from '../shared/each-command.js';
import { isPipInstall } from '../shared/pip.js';

export const ACGS1301: Rule = {
  id: 'ACGS1301',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'Install from the lock file',
  why: `Without its lock file the package manager chooses versions anew on each build, and nobody compares what comes with what was reviewed. Use the
form that installs the lock file and fails when it does not fit: \`npm ci\`, \`yarn install --immutable\`, \`pnpm install --frozen-lockfile\`,
\`pip install --require-hashes -r …\`, \`uv sync --locked\`, \`poetry sync\`, \`cargo … --locked\`, \`bundle config frozen true\`.`,
  bad: [
    'FROM node:24\nRUN npm install\n',
    'FROM node:24\nRUN yarn install\n',
    'FROM python:3.13\nRUN pip install -r requirements.txt\n',
    'FROM rust:1.91\nRUN cargo build --release\n',
  ],
  good: [
    'FROM node:24\nRUN npm ci\n',
    'FROM node:24\nRUN yarn install --frozen-lockfile\n',
    'FROM python:3.13\nRUN pip install --require-hashes -r requirements.txt\n',
    'FROM rust:1.91\nRUN cargo build --release --locked\n',
    'FROM node:24\nRUN npm install -g npm@11.0.0\n',
  ],
  check(context) {
    return eachCommand(context, (command) => {
      const advice = unlocked(command);
      if (advice !== undefined) context.report(command.span, `${advice} installs what the lock file says`);
    });
  },
};

function unlocked(command: ShellCommand): string | undefined {
  const [verb, ...rest] = operands(command);
  switch (command.name) {
    case 'npm':
      return /^(i|install)$/.test(verb?.value ?? '') && rest.length === 0 && !hasFlag(command, 'g', 'global')
        ? '`npm ci`'
        : undefined;
    case 'yarn':
      return (verb === undefined || verb.value === 'install') &&
        !hasFlag(command, 'frozen-lockfile', 'immutable', 'version', 'v')
        ? '`yarn install --immutable` (or `--frozen-lockfile`)'
        : undefined;
    case 'pnpm':
      return /^(i|install)$/.test(verb?.value ?? '') && !hasFlag(command, 'frozen-lockfile')
        ? '`pnpm install --frozen-lockfile`'
        : undefined;
    case 'bun':
      return /^(i|install)$/.test(verb?.value ?? '') &&
        rest.length === 0 &&
        !hasFlag(command, 'frozen-lockfile')
        ? '`bun install --frozen-lockfile`'
        : undefined;
    case 'uv':
      return verb?.value === 'sync' && !hasFlag(command, 'locked', 'frozen')
        ? '`uv sync --locked`'
        : undefined;
    case 'cargo':
      return /^(build|install|b)$/.test(verb?.value ?? '') && !hasFlag(command, 'locked', 'frozen', 'version')
        ? '`cargo --locked`'
        : undefined;
    default:
      return isPipInstall(command) &&
        hasFlag(command, 'r', 'requirement') &&
        hasArgument(command, 'install') &&
        !hasFlag(command, 'require-hashes')
        ? '`pip install --require-hashes`'
        : undefined;
  }
}
