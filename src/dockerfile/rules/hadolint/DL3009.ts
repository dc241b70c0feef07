import { hasArgument } from '../../shell/shell-command.js';
import { appendCommand } from '../fixes/append-command.js';
import { type Dockerfile, type Instruction } from '../../parse/nodes.js';
import { perNode } from '../../parse/per-node.js';
import { shellBody } from '../../shell/shell-body.js';
import { type Rule, type RuleContext } from '../rule.js';
import { hasScratchMount } from '../shared/cache-mount.js';
import { removes } from '../shared/removes.js';
import { leftoverRule } from '../shared/stage-cleanup.js';

const UPDATERS = new Set(['apt-get', 'apt', 'aptitude']);

export const DL3009: Rule = {
  id: 'DL3009',
  family: 'hadolint',
  aliases: ['DKL-DI-0005'],
  since: '2026.11',
  severity: 'info',
  title: 'Delete the apt lists in the step that fetched them',
  why: `The package lists that \`apt-get update\` fetches are tens of megabytes that only the next \`apt-get install\` needs. Deleting them in a
later step does not help: the layer keeps them. End the step with \`rm -rf /var/lib/apt/lists/*\`, or mount caches over
\`/var/lib/apt\` and \`/var/cache/apt\`, which also makes the next build faster.`,
  bad: [
    'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n',
    'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\n',
  ],
  good: [
    'FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt apt-get update\n',
    'FROM debian:12 AS build\nRUN apt-get update\nFROM debian:12\nCOPY --from=build /a /a\n',
  ],
  check(context) {
    return leftoverRule(context, (run) => {
      const { commands } = context.shell(run);
      const update = commands.find((command) => UPDATERS.has(command.name) && hasArgument(command, 'update'));
      if (
        !update ||
        commands.some((command) => removes(command, '/var/lib/apt/lists') || removes(command, '/var/lib/apt'))
      )
        return undefined;
      if (hasScratchMount(run, (target) => target === '/var/lib/apt/lists')) return undefined;
      if (
        hasScratchMount(run, (target) => target === '/var/lib/apt') &&
        hasScratchMount(run, (target) => target === '/var/cache/apt')
      )
        return undefined;
      return {
        fix: () =>
          isNeededLater(context, run)
            ? undefined
            : appendCommand(run, context.dockerfile.text, 'rm -rf /var/lib/apt/lists/*', 'review'),
        span: update.span,
        message: 'delete the apt lists in this step (rm -rf /var/lib/apt/lists/*), or mount caches for them',
      };
    });
  },
};

/** A later step that installs without an update of its own lives on the lists of this one. */
function isNeededLater(context: RuleContext, run: Instruction): boolean {
  return lastBareInstall(context.dockerfile) > run.span.start;
}

const lastBareInstall = perNode(({ instructions }: Dockerfile): number => {
  const found = instructions.findLast((run) => {
    const apt = run.keyword === 'RUN' ? shellBody(run).commands.filter(({ name }) => UPDATERS.has(name)) : [];
    return (
      apt.some((command) => hasArgument(command, 'install')) &&
      !apt.some((command) => hasArgument(command, 'update'))
    );
  });
  return found?.span.start ?? -1;
});
