import { readFrom } from '../../parse/from.js';
import { keyValues } from '../../parse/key-values.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';

export const InvalidDefinitionDescription: Rule = {
  id: 'InvalidDefinitionDescription',
  family: 'buildkit',
  aliases: [],
  since: '2026.11',
  severity: 'ignore',
  title: 'A comment above ARG or a stage should describe it',
  why: `Experimental, off by default (as in BuildKit; \`# check=experimental=InvalidDefinitionDescription\` turns it on). \`docker build --call=outline\` takes the comment above an ARG or a stage as its description when it begins with the name: \`# name what it is\`.`,
  bad: [
    '# check=experimental=InvalidDefinitionDescription\n# this is wrong\nARG foo=bar\nFROM scratch AS base\n',
  ],
  good: [
    '# check=experimental=InvalidDefinitionDescription\n# foo this is the foo\nARG foo=bar\n\n# base the base\nFROM scratch AS base\n',
  ],
  check({ report }) {
    const inspect = (instruction: Instruction, names: readonly string[]): void => {
      const comment = instruction.comments.findLast(
        ({ text }) => text !== '' && !/^(hadolint|check\s*=|trivy:)/i.test(text),
      );
      const last = instruction.comments.at(-1);
      if (
        !comment ||
        names.length === 0 ||
        last?.text === '' ||
        names.some((name) => comment.text.startsWith(`${name} `))
      )
        return;
      report(
        comment.textSpan,
        `begin this comment with \`${names[0] ?? ''}\`, or part it from the instruction by an empty line`,
      );
    };
    return {
      ARG: (instruction) => {
        inspect(
          instruction,
          keyValues(instruction).pairs.map(({ key }) => key),
        );
      },
      FROM: (instruction) => {
        const { alias } = readFrom(instruction);
        inspect(instruction, alias ? [alias.value] : []);
      },
    };
  },
};
