import { keyValues } from '../../parse/key-values.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';

export const DL1000: Rule = {
  id: 'DL1000',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'error',
  title: 'The builder cannot read this instruction',
  why: `The word is no Dockerfile instruction, a here-document has no end, or a variable has no value, so \`docker build\` stops here. acgs keeps the rest of the
file: every other rule still runs.`,
  bad: [
    'FROM alpine:3.22\nRNU echo hello\n',
    'FROM alpine:3.22\nRUN <<EOF\necho hello\n',
    '# escape=x\nFROM alpine:3.22\n',
    'FROM alpine:3.22\nENV PATH\n',
  ],
  good: [
    'FROM alpine:3.22\nENV PATH=\n',
    'FROM alpine:3.22\nRUN echo hello\n',
    'FROM alpine:3.22\nRUN <<EOF\necho hello\nEOF\nRUN echo next\n',
  ],
  check({ dockerfile, report }) {
    // A name alone has no value; ARG may have none (BuildKit, parseNameVal).
    const inspect = (instruction: Instruction): void => {
      const [pair, ...others] = keyValues(instruction).pairs;
      if (
        pair &&
        others.length === 0 &&
        (pair.rawValue === undefined || pair.rawValue === '') &&
        !isPair(instruction)
      )
        report(pair.span, `${instruction.keyword} needs a value: \`${pair.key}=…\``);
    };
    return {
      ENV: inspect,
      LABEL: inspect,
      finish() {
        for (const problem of dockerfile.problems) report(problem.span, problem.message);
      },
    };
  },
};

function isPair({ argsText }: Instruction): boolean {
  return argsText.includes('=');
}
