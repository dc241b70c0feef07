import { readCopy } from '../../parse/copy.js';
import { type Stage } from '../../parse/stages.js';
import { type Rule } from '../rule.js';

export const DL3045: Rule = {
  id: 'DL3045',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'COPY to a relative path needs a WORKDIR',
  why: `Without a WORKDIR in the stage the file lands wherever the base image happens to point, mostly in \`/\`. Set WORKDIR, or write the whole path.`,
  bad: [
    'FROM debian:12\nCOPY app.py app.py\n',
    'FROM debian:12 AS a\nWORKDIR /app\nFROM debian:12\nCOPY app.py .\n',
  ],
  good: [
    'FROM debian:12\nWORKDIR /app\nCOPY app.py .\n',
    'FROM debian:12\nCOPY app.py /app/\n',
    'FROM debian:12\nCOPY app.py $HOME/\n',
    'FROM debian:12 AS a\nWORKDIR /app\nFROM a\nCOPY app.py .\n',
  ],
  check({ report, stageOf }) {
    const set = new Set<Stage>();
    return {
      FROM(instruction) {
        const stage = stageOf(instruction);
        if (stage?.parent && set.has(stage.parent)) set.add(stage);
      },
      WORKDIR(instruction) {
        const stage = stageOf(instruction);
        if (stage) set.add(stage);
      },
      COPY(instruction) {
        const stage = stageOf(instruction);
        const { destination } = readCopy(instruction);
        if (!destination || (stage && set.has(stage))) return;
        const path = destination.raw.replace(/^["']|["']$/g, '');
        if (!/^(\/|\$|[A-Za-z]:)/.test(path))
          report(destination.span, `\`${path}\` is relative and no WORKDIR is set`);
      },
    };
  },
};
