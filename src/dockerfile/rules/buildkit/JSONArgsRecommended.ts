import { argsSpan, execItems } from '../../parse/arguments.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';

export const JSONArgsRecommended: Rule = {
  id: 'JSONArgsRecommended',
  family: 'buildkit',
  aliases: ['DL3025'],
  since: '2026.11',
  severity: 'warning',
  title: 'Write CMD and ENTRYPOINT as a JSON list',
  why: `In shell form the first process is a shell that passes no signals on, so the container stops late and hard. Where SHELL was set on purpose, the shell form is taken to be meant.`,
  bad: ['FROM alpine:3.22\nCMD app --flag\n', 'FROM alpine:3.22\nENTRYPOINT app\n'],
  good: [
    'FROM alpine:3.22\nCMD ["app", "--flag"]\n',
    'FROM alpine:3.22\nSHELL ["/bin/bash", "-c"]\nCMD app\n',
    'FROM alpine:3.22 AS a\nSHELL ["/x"]\nFROM a\nCMD app\n',
  ],
  twin: 'DL3025',
  check({ report, shellInForce }) {
    const inspect = (instruction: Instruction): void => {
      if (instruction.argsText === '' || execItems(instruction) || shellInForce(instruction).explicit) return;
      report(
        argsSpan(instruction),
        `write the command of ${instruction.keyword} as a JSON list, so that it gets signals`,
      );
    };
    return { CMD: inspect, ENTRYPOINT: inspect };
  },
};
