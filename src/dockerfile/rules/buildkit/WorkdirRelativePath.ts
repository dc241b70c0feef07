import { argsSpan } from '../../parse/arguments.js';
import { type Stage } from '../../parse/stages.js';
import { type Rule } from '../rule.js';

export const WorkdirRelativePath: Rule = {
  id: 'WorkdirRelativePath',
  family: 'buildkit',
  aliases: ['DL3000'],
  since: '2026.11',
  severity: 'warning',
  title: 'A relative WORKDIR depends on the base image',
  why: `As long as no absolute WORKDIR stands above it in the stage (or in the stage it builds on), a relative one is joined to what the base image has, today.`,
  bad: ['FROM alpine:3.22\nWORKDIR app\n'],
  good: [
    'FROM alpine:3.22\nWORKDIR /app\nWORKDIR src\n',
    'FROM alpine:3.22 AS a\nWORKDIR /app\nFROM a\nWORKDIR src\n',
  ],
  twin: 'DL3000',
  check({ report, stageOf }) {
    const absolute = new Set<Stage | undefined>();
    return {
      FROM(instruction) {
        const stage = stageOf(instruction);
        if (stage?.parent && absolute.has(stage.parent)) absolute.add(stage);
      },
      WORKDIR(instruction) {
        const stage = stageOf(instruction);
        const path = instruction.argsText.replace(/^["']|["']$/g, '');
        if (/^(\/|\$|[A-Za-z]:[\\/])/.test(path)) absolute.add(stage);
        else if (path !== '' && !absolute.has(stage)) {
          report(argsSpan(instruction), `\`${path}\` depends on the working directory of the base image`);
          // The next one stands on this one, which has been reported.
          absolute.add(stage);
        }
      },
    };
  },
};
