import { hasArgument } from '../../shell/shell-command.js';
import { appendCommand } from '../fixes/append-command.js';
import { type Rule } from '../rule.js';
import { hasScratchMount } from '../shared/cache-mount.js';
import { leftoverRule } from '../shared/stage-cleanup.js';

export const DL3060: Rule = {
  id: 'DL3060',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'Clean the cache of yarn',
  why: `\`yarn install\` keeps what it downloads in the layer. End the step with \`yarn cache clean\`, or put a cache mount on the folder.`,
  bad: ['FROM node:22\nRUN yarn install\n'],
  good: [
    'FROM node:22\nRUN --mount=type=cache,target=/usr/local/share/.cache/yarn/v6 yarn install\n',
    'FROM node:22\nRUN yarn install && yarn cache clean\n',
    'FROM node:22\nRUN --mount=type=cache,target=/root/.cache/yarn yarn install\n',
    'FROM node:22 AS build\nRUN yarn install\nFROM node:22\nCOPY --from=build /a /a\n',
  ],
  check(context) {
    return leftoverRule(context, (run) => {
      if (hasScratchMount(run, (target) => /(^|\/)\.cache\/yarn(\/|$)|\/\.yarn\/berry\/cache$/.test(target)))
        return undefined;
      const { commands } = context.shell(run);
      const at = commands.findLastIndex(
        (command) => command.name === 'yarn' && hasArgument(command, 'install'),
      );
      const install = commands[at];
      if (!install) return undefined;
      const asked = commands.some(
        (command) => command.name === 'yarn' && hasArgument(command, 'cache') && hasArgument(command, 'dir'),
      );
      const cleaned = commands
        .slice(at)
        .some(
          (command) =>
            command.name === 'yarn' && hasArgument(command, 'cache') && hasArgument(command, 'clean'),
        );
      if (cleaned || asked) return undefined;
      const fix = () => appendCommand(run, context.dockerfile.text, 'yarn cache clean', 'review');
      const message = 'end this step with `yarn cache clean`, or mount a cache';
      return { span: install.span, message, fix };
    });
  },
};
