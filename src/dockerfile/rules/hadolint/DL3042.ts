import { keyValues } from '../../parse/key-values.js';
import { type Stage } from '../../parse/stages.js';
import { hasFlag } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { hasScratchMount } from '../shared/cache-mount.js';
import { isPipInstall } from '../shared/pip.js';

export const DL3042: Rule = {
  id: 'DL3042',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Install with pip --no-cache-dir',
  why: `pip keeps what it downloads in the layer. Give \`--no-cache-dir\`, set \`PIP_NO_CACHE_DIR=1\`, or put a cache mount on \`/root/.cache/pip\` (then without \`--no-cache-dir\`).`,
  bad: [
    'FROM python:3.13\nRUN pip install flask==3.1.0\n',
    'FROM python:3.13\nENV PIP_NO_CACHE_DIR=0\nRUN pip install flask==3.1.0\n',
  ],
  good: [
    'FROM python:3.13\nRUN pip install --no-cache-dir flask==3.1.0\n',
    'FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask==3.1.0\n',
    'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1.0\n',
  ],
  check(context) {
    const off = new Set<Stage | undefined>();
    return {
      FROM(instruction) {
        const stage = context.stageOf(instruction);
        if (stage?.parent && off.has(stage.parent)) off.add(stage);
      },
      ENV(instruction) {
        const stage = context.stageOf(instruction);
        for (const { key, value } of keyValues(instruction).pairs) {
          if (key !== 'PIP_NO_CACHE_DIR') continue;
          if (isTrue(value ?? '')) off.add(stage);
          else off.delete(stage);
        }
      },
      RUN(run) {
        if (
          off.has(context.stageOf(run)) ||
          hasScratchMount(run, (target) => /\/\.cache(\/pip)?$/.test(target))
        )
          return;
        const { commands } = context.shell(run);
        const switchedOff = commands.some((command) =>
          command.assignments.some(({ name, value }) => name === 'PIP_NO_CACHE_DIR' && isTrue(value)),
        );
        if (switchedOff) return;
        for (const command of commands) {
          if (!isPipInstall(command) || hasFlag(command, 'no-cache-dir')) continue;
          const install = command.args.find(({ value }) => value === 'install');
          const at = install?.span.end ?? command.span.end;
          context.report(install?.span ?? command.span, 'add `--no-cache-dir`, or mount a cache', {
            fix: {
              title: 'Add --no-cache-dir',
              risk: 'safe',
              edits: [{ span: { start: at, end: at }, text: ' --no-cache-dir' }],
            },
          });
        }
      },
    };
  },
};

/** What pip takes for true. */
function isTrue(value: string): boolean {
  return /^(1|true|on|yes|y|t)$/i.test(value);
}
