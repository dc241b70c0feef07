import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';

export const ConsistentInstructionCasing: Rule = {
  id: 'ConsistentInstructionCasing',
  family: 'buildkit',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Write all instructions in the same case',
  why: `Instructions are read without regard to case, by convention in upper case. A file should not mix them.`,
  bad: ['FROM alpine:3.22\nrun true\nRUN true\n', 'FROM alpine:3.22\nRun true\n'],
  good: ['FROM alpine:3.22\nRUN true\n', 'from alpine:3.22\nrun true\n'],
  check({ report }) {
    const upper: Instruction[] = [];
    const lower: Instruction[] = [];
    const mixed: Instruction[] = [];
    return {
      any(instruction) {
        if (!instruction.known) return;
        const word = instruction.rawKeyword;
        (word === word.toUpperCase() ? upper : word === word.toLowerCase() ? lower : mixed).push(instruction);
      },
      finish() {
        const wantsLower = lower.length > upper.length;
        for (const instruction of [...mixed, ...(wantsLower ? upper : lower)]) {
          const text = wantsLower ? instruction.keyword.toLowerCase() : instruction.keyword;
          report(
            instruction.keywordSpan,
            `write \`${text}\`: most of this file is in ${wantsLower ? 'lower' : 'upper'} case`,
            {
              fix: { title: `Write ${text}`, risk: 'safe', edits: [{ span: instruction.keywordSpan, text }] },
            },
          );
        }
      },
    };
  },
};
