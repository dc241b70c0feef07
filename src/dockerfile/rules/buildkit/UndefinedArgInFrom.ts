import { expandWord } from '../../parse/expand.js';
import { readFrom } from '../../parse/from.js';
import { type Span } from '../../parse/span.js';
import { type Rule } from '../rule.js';
import { didYouMean } from '../shared/did-you-mean.js';
import { globalArguments, PLATFORM_ARGUMENTS } from '../shared/variables.js';

export const UndefinedArgInFrom: Rule = {
  id: 'UndefinedArgInFrom',
  family: 'buildkit',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'FROM uses an argument that is not declared',
  why: `FROM sees only the ARG instructions before the first FROM and the platform arguments of the builder. Anything else is empty.`,
  bad: [
    'FROM alpine:$VERSION\n',
    'FROM alpine:${VERSION:-3.22}\n',
    'ARG MY_ARCH=amd64\nFROM --platform=linux/$MYARCH alpine:3.22\n',
  ],
  good: ['ARG VERSION=3.22\nFROM alpine:$VERSION\n', 'FROM --platform=$BUILDPLATFORM alpine:3.22\n'],
  check({ graph, options, report }) {
    const declared = new Set([...globalArguments(graph, options).effective.keys(), ...PLATFORM_ARGUMENTS]);
    const inspect = (text: string, span: Span, escape: '\\' | '`'): void => {
      const exact = span.end - span.start === text.length;
      for (const { name, start, end } of expandWord(
        text,
        (key) => (declared.has(key) ? '' : undefined),
        escape,
      ).uses) {
        // `${A:-x}` too: an argument that is not declared can never be given (BuildKit, shell/lex.go, getEnv).
        if (declared.has(name)) continue;
        const near = didYouMean(name, declared);
        report(
          exact ? { start: span.start + start, end: span.start + end } : span,
          `\`${name}\` is not declared before the first FROM${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
        );
      }
    };
    return {
      FROM(instruction) {
        const { platform, image } = readFrom(instruction);
        if (platform?.value !== undefined && platform.valueSpan)
          inspect(platform.value, platform.valueSpan, instruction.escape);
        if (image) inspect(image.raw, image.span, instruction.escape);
      },
    };
  },
};
