import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';

export const DL3059: Rule = {
  id: 'DL3059',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'Several RUN in a row could be one',
  why: `Each RUN makes a layer. Two simple steps in a row are better one, joined by \`&&\` or in a here-document; steps that already hold several commands are left alone.`,
  bad: ['FROM debian:12\nRUN a\nRUN b\n'],
  good: [
    'FROM debian:12\nRUN a && b\nRUN c\n',
    'FROM debian:12\nRUN a\nENV x=y\nRUN b\n',
    'FROM debian:12\nRUN a\nRUN --mount=type=cache,target=/x b\n',
  ],
  onbuild: 'none',
  check({ report, shell }) {
    let above: Instruction | undefined;
    const flags = (run: Instruction): string =>
      JSON.stringify(run.flags.map(({ name, value }) => [name, value]));
    const isSimple = (run: Instruction): boolean =>
      shell(run).commands.filter(({ name }) => name !== '').length < 2;
    return {
      any(instruction) {
        if (
          instruction.keyword === 'RUN' &&
          above &&
          flags(above) === flags(instruction) &&
          isSimple(instruction) &&
          isSimple(above)
        ) {
          report(instruction.keywordSpan, 'join this RUN with the one above');
        }
        above = instruction.keyword === 'RUN' ? instruction : undefined;
      },
    };
  },
};
