import { readCopy } from '../../parse/copy.js';
import { type Instruction } from '../../parse/nodes.js';
import { hasArgument, type ShellCommand } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { hasScratchMount } from '../shared/cache-mount.js';
import { isPipInstall } from '../shared/pip.js';

export const ACGS1302: Rule = {
  id: 'ACGS1302',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'Copy the lock file first, the sources later',
  why: `After \`COPY . .\` every change of any file makes the builder install all dependencies again. Copy the lock file, install, then copy the rest;
or use bind and cache mounts.`,
  bad: ['FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\n'],
  good: [
    'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n',
    'FROM golang:1.25\nCOPY . .\nRUN go build ./...\n',
  ],
  onbuild: 'none',
  check({ report, shell }) {
    let whole: Instruction | undefined;
    return {
      FROM() {
        whole = undefined;
      },
      COPY(instruction) {
        const { sources, from } = readCopy(instruction);
        if (!from && sources.some(({ value }) => /^(\.|\.\/|\/)$/.test(value))) whole ??= instruction;
      },
      RUN(run) {
        if (!whole || hasScratchMount(run, () => true)) return;
        const install = shell(run).commands.find(installsDependencies);
        if (!install) return;
        report(
          whole,
          'copy only what the installation below needs, else every change of a source file repeats it',
          { owner: whole },
        );
        whole = undefined;
      },
    };
  },
};

function installsDependencies(command: ShellCommand): boolean {
  if (isPipInstall(command)) return command.args.some(({ value }) => /^(-r|--requirement)/.test(value));
  const verbs: Readonly<Record<string, readonly string[]>> = {
    npm: ['ci', 'install', 'i'],
    yarn: ['install'],
    pnpm: ['install', 'i'],
    bun: ['install'],
    poetry: ['install', 'sync'],
    uv: ['sync'],
    bundle: ['install'],
    composer: ['install'],
    go: ['mod'],
  };
  return (
    hasArgument(command, ...(verbs[command.name] ?? [])) &&
    (command.name !== 'go' || hasArgument(command, 'download'))
  );
}
