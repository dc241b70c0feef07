import { hasArgument } from '../../shell/shell-command.js';
import { appendCommand } from '../fixes/append-command.js';
import { type RuleContext, type Visitors } from '../rule.js';
import { hasScratchMount } from './cache-mount.js';
import { removes } from './removes.js';

/** What a package manager leaves and how it is removed. */
export interface Leftovers {
  readonly programs: readonly string[];
  /** Sub-commands that leave something. */
  readonly verbs: readonly string[];
  /** Sub-commands that remove it. */
  readonly cleaners: readonly string[];
  readonly folders: readonly string[];
  readonly mounts: readonly string[];
}

/** A package manager's cache must go in the same RUN, after the last use, or lie in a mount. */
export function cleanAfter(
  context: RuleContext,
  { programs, verbs, cleaners, folders, mounts }: Leftovers,
): Visitors {
  return {
    RUN(run) {
      if (hasScratchMount(run, (target) => mounts.includes(target))) return;
      const { commands } = context.shell(run);
      for (const program of programs) {
        const last = commands.findLastIndex(
          (command) => command.name === program && hasArgument(command, ...verbs),
        );
        const found = commands[last];
        if (!found) continue;
        const cleaned = commands.slice(last + 1).some(
          (command) =>
            // Behind an install, "clean" is a package.
            (command.name === program && hasArgument(command, ...cleaners)) || removes(command, ...folders),
        );
        if (cleaned) continue;
        const cleaner = `${program} clean${program === 'zypper' ? '' : ' all'}`;
        context.report(found.span, `end this step with \`${cleaner}\`, or mount a cache`, {
          fix: () => appendCommand(run, context.dockerfile.text, cleaner, 'review'),
        });
      }
    },
  };
}
