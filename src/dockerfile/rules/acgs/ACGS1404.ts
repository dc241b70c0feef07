import { argumentWords } from '../../parse/arguments.js';
import { type Stage } from '../../parse/stages.js';
import { type ShellCommand, operands } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { isRoot } from '../shared/base-image.js';
import { isSystemInstall } from '../shared/installs.js';

export const ACGS1404: Rule = {
  id: 'ACGS1404',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'This step needs root, and the user is another',
  why: `After \`USER\` with an unprivileged user, steps that install packages or write to system folders fail. Do them before that line.`,
  bad: [
    'FROM debian:13\nUSER 1000\nRUN apt-get update && apt-get install -y curl=8.*\n',
    'FROM alpine:3.22\nUSER nobody\nRUN mkdir /opt/x\n',
  ],
  good: [
    'FROM debian:13\nRUN apt-get update && apt-get install -y curl=8.*\nUSER 1000\n',
    'FROM debian:13\nUSER 1000\nUSER root\nRUN apt-get update && apt-get install -y curl=8.*\n',
    'FROM debian:13\nUSER 1000\nRUN mkdir /home/app/x\n',
    'FROM debian:13\nUSER 1000\nRUN sudo apt-get update\n',
  ],
  onbuild: 'none',
  check({ report, shell, stageOf }) {
    const users = new Map<Stage | undefined, string>();
    return {
      FROM(instruction) {
        const stage = stageOf(instruction);
        const inherited = stage?.parent && users.get(stage.parent);
        if (inherited !== undefined) users.set(stage, inherited);
      },
      USER(instruction) {
        const user = argumentWords(instruction)[0]?.value ?? '';
        users.set(stageOf(instruction), user);
      },
      RUN(run) {
        const user = users.get(stageOf(run));
        if (user === undefined || isRoot(user) || user.includes('$')) return;
        const found = shell(run).commands.find(
          (command) => isSystemInstall(command) || writesSystem(command),
        );
        if (found) report(found.span, `this needs root, but the user is \`${user}\`; move it above USER`);
      },
    };
  },
};

function writesSystem(command: ShellCommand): boolean {
  if (/^(useradd|groupadd|adduser|addgroup|update-ca-certificates|ldconfig|chown)$/.test(command.name))
    return true;
  return (
    command.name === 'mkdir' &&
    operands(command).some(
      ({ value }) =>
        /^\/(bin|boot|etc|lib|opt|sbin|usr|var)(\/|$)/.test(value) && !/^\/var\/tmp\//.test(value),
    )
  );
}
