import { hasArgument, hasFlag } from '../../shell/shell-command.js';
import { type RuleContext, type Visitors } from '../rule.js';
import { eachCommand } from './each-command.js';

/** A package manager that would ask before it installs. */
export function assumeYes(
  context: RuleContext,
  programs: readonly string[],
  verbs: readonly string[],
): Visitors {
  return eachCommand(context, (command) => {
    if (
      !programs.includes(command.name) ||
      !hasArgument(command, ...verbs) ||
      hasFlag(command, 'y', 'assumeyes')
    )
      return;
    const verb = command.args.find(({ value }) => verbs.includes(value));
    const at = verb?.span.end ?? command.span.end;
    context.report(verb?.span ?? command.span, 'add `-y`: nobody can answer while an image is built', {
      fix: { title: 'Add -y', risk: 'safe', edits: [{ span: { start: at, end: at }, text: ' -y' }] },
    });
  });
}
