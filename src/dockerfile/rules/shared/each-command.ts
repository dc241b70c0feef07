import { type Instruction } from '../../parse/nodes.js';
import { type ShellCommand } from '../../shell/shell-command.js';
import { type RuleContext, type Visitors } from '../rule.js';

/** Visits every command of every RUN. */
export function eachCommand(
  context: RuleContext,
  visit: (command: ShellCommand, run: Instruction) => void,
): Visitors {
  return {
    RUN: (run) => {
      for (const command of context.shell(run).commands) visit(command, run);
    },
  };
}

/** `a`, `b` and `c`: names for a message. */
export function quoteList(names: readonly string[]): string {
  const quoted = [...new Set(names)].map((name) => `\`${name}\``);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}
