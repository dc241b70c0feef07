import { keyValues } from '../../parse/key-values.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Stage } from '../../parse/stages.js';
import { hasArgument, operands, type ShellCommand } from '../../shell/shell-command.js';
import { type RuleContext, type Visitors } from '../rule.js';
import { quoteList } from './each-command.js';

const TAKING_VALUE = new Set([
  '--enablerepo',
  '--disablerepo',
  '--setopt',
  '-x',
  '--exclude',
  '--installroot',
  '--releasever',
  '-c',
  '--config',
  '--repo',
  '--repoid',
  '--nodocs=',
]);

/**
 * yum, dnf and microdnf install without a version. `name-1.2` names one, and so does `name-$VERSION` where ARG or ENV of
 * the stage (or of one that it builds on) gives VERSION.
 */
export function rpmPinned(
  context: RuleContext,
  programs: readonly string[],
  verbs: readonly string[],
): Visitors {
  const argNames = new Set<string>();
  const envOf = new Map<Stage | undefined, Set<string>>();
  const note = (instruction: Instruction): void => {
    for (const { key } of keyValues(instruction).pairs) {
      if (instruction.keyword === 'ARG') argNames.add(key);
      else {
        const stage = context.stageOf(instruction);
        const names = envOf.get(stage) ?? new Set<string>();
        envOf.set(stage, names.add(key));
      }
    }
  };
  const knows = (name: string, stage: Stage | undefined): boolean => {
    if (argNames.has(name)) return true;
    for (let at = stage; at; at = at.parent) if (envOf.get(at)?.has(name)) return true;
    return false;
  };
  return {
    ARG: note,
    ENV: note,
    RUN(run) {
      const stage = context.stageOf(run);
      for (const command of context.shell(run).commands) {
        if (!programs.includes(command.name) || !hasArgument(command, ...verbs) || isGroup(command)) continue;
        const isModule = hasArgument(command, 'module');
        const pinned = (value: string): boolean =>
          isModule ? value.includes(':') : isVersioned(value, (name) => knows(name, stage));
        const loose = operands(command, TAKING_VALUE).filter(
          ({ value }) => !verbs.includes(value) && !(isModule && value === 'module') && !pinned(value),
        );
        const [first] = loose;
        if (first)
          context.report(
            first.span,
            `name the version of ${quoteList(loose.map((word) => word.value))} (${isModule ? 'name:stream' : 'package-version'})`,
          );
      }
    },
  };
}

/** A group of packages has no version; only dnf 4 and later spell it `group install`. */
function isGroup(command: ShellCommand): boolean {
  return command.name !== 'yum' && hasArgument(command, 'group');
}

function isVersioned(value: string, knows: (name: string) => boolean): boolean {
  if (value.endsWith('.rpm') || /^[.~]?\//.test(value)) return true;
  if (/-(\d+:)?\d/.test(value)) return true;
  const variable = /-\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/.exec(value);
  const name = variable?.[1] ?? variable?.[2];
  return name !== undefined && knows(name);
}
