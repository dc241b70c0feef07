import { expandWord } from '../../parse/expand.js';
import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';
import { globalArguments } from '../shared/variables.js';

/** The reference grammar of the distribution project, loosely: path components, optional tag and digest. */
const IMAGE =
  /^(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[a-z0-9]+:[0-9a-fA-F]{32,})?$/;

export const InvalidDefaultArgInFrom: Rule = {
  id: 'InvalidDefaultArgInFrom',
  family: 'buildkit',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'The defaults of ARG must give FROM a valid image',
  why: `Whoever builds without build arguments gets the defaults: they should name an image. Give the argument a default, or write \`\${NAME:-default}\`.`,
  bad: ['ARG IMAGE\nFROM $IMAGE\n', 'ARG TAG\nFROM alpine:${TAG}\n'],
  good: [
    'ARG TAG=3.22\nFROM alpine:$TAG\n',
    'ARG VARIANT\nFROM alpine:3.22${VARIANT}\n',
    'ARG TAG\nFROM alpine:${TAG:-3.22}\n',
  ],
  check({ graph, options, report }) {
    const { defaults } = globalArguments(graph, options);
    return {
      FROM(instruction) {
        const { image } = readFrom(instruction);
        if (!image?.raw.includes('$')) return;
        const { value, uses } = expandWord(image.raw, (name) => defaults.get(name), instruction.escape);
        // A variable that nobody declares is UndefinedArgInFrom's.
        if (uses.length === 0 || uses.some(({ name }) => !defaults.has(name)) || IMAGE.test(value)) return;
        report(image.span, `the defaults make this \`${value}\`, which is no image name`);
      },
    };
  },
};
