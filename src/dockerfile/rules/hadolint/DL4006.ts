import { type Stage } from '../../parse/stages.js';
import { type ShellCommand } from '../../shell/shell-command.js';
import { type ShellInForce } from '../../shell/shell-kind.js';
import { pipefailShell } from '../fixes/pipefail-shell.js';
import { type Rule } from '../rule.js';

/** Shells of base images that know the option. */
const HAVING = new Set(['bash', 'ash', 'zsh', 'busybox', 'ksh', 'mksh']);

export const DL4006: Rule = {
  id: 'DL4006',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Set pipefail before a pipe',
  why: `A pipe succeeds when its last command does, so \`curl … | tar x\` goes on after a failed download. Set \`SHELL ["/bin/bash", "-o", "pipefail", "-c"]\`, or begin the script with \`set -o pipefail\` where the shell has it (Debian's \`/bin/sh\` has not).`,
  bad: [
    'FROM debian:12\nRUN curl -s https://example.com | tar x\n',
    'FROM debian:12\nSHELL ["/bin/sh", "-o", "pipefail", "-c"]\nRUN a | b\n',
  ],
  good: [
    'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b\n',
    'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN set -euo pipefail; a | b\n',
    'FROM debian:12\nRUN a || b\n',
    'FROM debian:12\nSHELL ["pwsh", "-c"]\nRUN a | b\n',
    'FROM debian:12 AS a\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nFROM a\nRUN a | b\n',
  ],
  onbuild: 'none',
  check(context) {
    const fixed = new Set<Stage | undefined>();
    return {
      RUN(run) {
        const shell = context.shellInForce(run);
        if (
          shell.kind === 'powershell' ||
          shell.kind === 'cmd' ||
          (HAVING.has(shell.program) && setsPipefail(shell.words.slice(1)))
        )
          return;
        const { commands, pipelines } = context.shell(run);
        const [pipe] = pipelines;
        if (!pipe) return;
        const set =
          HAVING.has(shell.program) &&
          commands.some((command) => command.span.start < pipe.span.start && isSetPipefail(command));
        if (set) return;
        const stage = context.stageOf(run);
        // One SHELL serves the whole stage.
        const isFirst = !fixed.has(stage);
        fixed.add(stage);
        context.report(pipe.span, fixHint(shell), isFirst ? { fix: () => pipefailShell(context, run) } : {});
      },
    };
  },
};

function setsPipefail(words: readonly string[]): boolean {
  return words.some((word, index) => /^-[a-z]*o$/.test(word) && words[index + 1] === 'pipefail');
}

function isSetPipefail(command: ShellCommand): boolean {
  return command.name === 'set' && setsPipefail(command.args.map(({ value }) => value));
}

function fixHint(shell: ShellInForce): string {
  return `a failure on the left of the pipe goes unseen; use a shell with \`-o pipefail\` (here it is \`${shell.program}\`)`;
}
