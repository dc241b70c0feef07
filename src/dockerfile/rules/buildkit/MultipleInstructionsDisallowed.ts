import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';

export const MultipleInstructionsDisallowed: Rule = {
  id: 'MultipleInstructionsDisallowed',
  family: 'buildkit',
  aliases: ['DL4003', 'DL4004', 'DL3012'],
  since: '2026.11',
  severity: 'warning',
  title: 'CMD, ENTRYPOINT and HEALTHCHECK count once a stage',
  why: `Only the last of each has an effect; those above it are dead.`,
  bad: [
    'FROM alpine:3.22\nCMD ["a"]\nCMD ["b"]\n',
    'FROM alpine:3.22\nHEALTHCHECK CMD ["a"]\nHEALTHCHECK CMD ["b"]\n',
  ],
  good: ['FROM alpine:3.22 AS a\nCMD ["a"]\nFROM a\nCMD ["b"]\n'],
  check({ report }) {
    const last = new Map<string, Instruction>();
    const visit = (instruction: Instruction): void => {
      const above = last.get(instruction.keyword);
      if (above)
        report(above, `a later ${instruction.keyword} of this stage replaces this one`, { owner: above });
      last.set(instruction.keyword, instruction);
    };
    return {
      FROM() {
        last.clear();
      },
      CMD: visit,
      ENTRYPOINT: visit,
      HEALTHCHECK: visit,
    };
  },
};
