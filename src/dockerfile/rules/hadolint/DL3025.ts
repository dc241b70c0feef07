import { argsSpan, argumentWords, execItems } from '../../parse/arguments.js';
import { type Instruction } from '../../parse/nodes.js';
import { execForm } from '../fixes/exec-form.js';
import { type RuleContext, type Rule } from '../rule.js';

export const DL3025: Rule = {
  id: 'DL3025',
  family: 'hadolint',
  aliases: ['JSONArgsRecommended'],
  since: '2026.11',
  severity: 'warning',
  title: 'Write CMD and ENTRYPOINT as a JSON list',
  why: `In shell form the container's first process is \`/bin/sh -c\`, which passes no signals on: \`docker stop\` waits ten seconds and kills.
It also needs a shell, which small images lack. Write \`["program", "argument"]\`; where a shell is wanted, name it: \`["sh", "-c", "…"]\`.`,
  bad: [
    'FROM node:22\nCMD node app.js\n',
    'FROM node:22\nENTRYPOINT npm start\n',
    'FROM node:22\nHEALTHCHECK CMD curl -f localhost\n',
  ],
  good: [
    'FROM node:22\nCMD ["node", "app.js"]\n',
    'FROM node:22\nHEALTHCHECK CMD ["node", "check.js"]\n',
    'FROM node:22\nHEALTHCHECK NONE\n',
  ],
  check: (context) => ({
    CMD: inspect(context),
    ENTRYPOINT: inspect(context),
    HEALTHCHECK: inspect(context),
  }),
};

function inspect(context: RuleContext): (instruction: Instruction) => void {
  return (instruction) => {
    if (execItems(instruction) || instruction.argsText === '') return;
    if (instruction.keyword === 'HEALTHCHECK') {
      const [kind, command] = argumentWords(instruction);
      if (kind?.value.toUpperCase() !== 'CMD' || !command || command.raw.startsWith('[')) return;
    }
    context.report(argsSpan(instruction), `write the command of ${instruction.keyword} as a JSON list`, {
      fix: () => execForm(context, instruction),
    });
  };
}
