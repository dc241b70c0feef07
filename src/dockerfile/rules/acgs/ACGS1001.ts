import { readCopy } from '../../parse/copy.js';
import { expandWord } from '../../parse/expand.js';
import { readFrom } from '../../parse/from.js';
import { parseImageName } from '../../parse/image-name.js';
import { readMounts } from '../../parse/mounts.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Span } from '../../parse/span.js';
import { type Rule } from '../rule.js';
import { globalArguments } from '../shared/variables.js';

export const ACGS1001: Rule = {
  id: 'ACGS1001',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Pin images by digest',
  why: `A tag can point at another image tomorrow, also at a malicious one. A digest (\`name:tag@sha256:…\`) names exactly one image; the tag stays
for people and for tools that refresh the digest. \`acgs dockerfile pin\` writes and refreshes them.

This holds for every image the build takes: FROM, \`COPY --from\`, \`RUN --mount=from\` and the \`# syntax=\` line.`,
  bad: [
    'FROM debian:12\n',
    '# syntax=docker/dockerfile:1\nFROM scratch\n',
    'FROM scratch\nCOPY --from=busybox:1 /bin/sh /sh\n',
    'ARG BASE=debian:12\nFROM $BASE\n',
  ],
  good: [
    'FROM debian:12@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb\n',
    'FROM debian:12@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb AS a\nFROM a\n',
    'FROM scratch\n',
    'FROM $BASE\n',
  ],
  check({ dockerfile, graph, options, report, stageOf }) {
    const { effective } = globalArguments(graph, options);
    const inspect = (text: string | undefined, span: Span | undefined, instruction: Instruction): void => {
      if (text === undefined || span === undefined) return;
      const { value, unmatched } = expandWord(text, (name) => effective.get(name), instruction.escape);
      // What a build argument must supply cannot be judged here.
      if (unmatched.length > 0 || value === '' || value === 'scratch' || /^\d+$/.test(value)) return;
      if (graph.find(value, stageOf(instruction)) || stageOf(instruction)?.name === value.toLowerCase())
        return;
      if (parseImageName(value).digest === undefined) report(span, `\`${value}\` is not pinned by digest`);
    };
    return {
      FROM(instruction) {
        const { image } = readFrom(instruction);
        if (stageOf(instruction)?.parent === undefined) inspect(image?.raw, image?.span, instruction);
      },
      COPY(instruction) {
        const from = readCopy(instruction).from;
        inspect(from?.value, from?.valueSpan, instruction);
      },
      RUN(instruction) {
        for (const mount of readMounts(instruction)) inspect(mount.from, mount.flag.valueSpan, instruction);
      },
      finish() {
        const syntax = dockerfile.directives.find(({ name }) => name === 'syntax');
        if (syntax && !syntax.value.includes('@'))
          report(
            syntax.valueSpan,
            `the frontend \`${syntax.value}\` is not pinned by digest; without this line the builder uses its own`,
          );
      },
    };
  },
};
