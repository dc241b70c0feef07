import { readCopy } from '../../parse/copy.js';
import { readFrom } from '../../parse/from.js';
import { parseImageName } from '../../parse/image-name.js';
import { readMounts } from '../../parse/mounts.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Span } from '../../parse/span.js';
import { type Rule } from '../rule.js';

export const DL3026: Rule = {
  id: 'DL3026',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'error',
  title: 'Use images of trusted registries only',
  why: `With a list of trusted registries in the configuration (\`trustedRegistries\`, \`*\` allowed at either end) images from elsewhere are refused: in FROM, COPY --from and RUN --mount.`,
  bad: [
    { dockerfile: 'FROM example.org/app:1\n', options: { trustedRegistries: ['docker.io'] } },
    {
      dockerfile: 'FROM trusted.io/a:1\nCOPY --from=other.io/b:1 /a /a\n',
      options: { trustedRegistries: ['trusted.io'] },
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12\n', options: { trustedRegistries: ['docker.io'] } },
    {
      dockerfile: 'FROM eu.example.org/app:1 AS base\nFROM base\n',
      options: { trustedRegistries: ['*.example.org'] },
    },
    'FROM example.org/app:1\n',
    'FROM scratch\n',
  ],
  check({ graph, options, report, stageOf }) {
    const trusted = options.trustedRegistries ?? [];
    if (trusted.length === 0) return {};
    const inspect = (image: string | undefined, span: Span | undefined, instruction: Instruction): void => {
      if (image === undefined || span === undefined || image === 'scratch') return;
      if (graph.find(image, stageOf(instruction)) || /^\d+$/.test(image)) return;
      const registry = parseImageName(image).registry ?? 'docker.io';
      if (!trusted.some((pattern) => matches(pattern, registry)))
        report(span, `\`${registry}\` is not among the trusted registries`);
    };
    return {
      FROM(instruction) {
        const { image } = readFrom(instruction);
        if (stageOf(instruction)?.parent === undefined) inspect(image?.value, image?.span, instruction);
      },
      COPY(instruction) {
        const from = readCopy(instruction).from;
        inspect(from?.value, from?.valueSpan, instruction);
      },
      RUN(instruction) {
        for (const mount of readMounts(instruction)) inspect(mount.from, mount.flag.valueSpan, instruction);
      },
    };
  },
};

function matches(pattern: string, registry: string): boolean {
  if (pattern === '*') return true;
  if (pattern.startsWith('*')) return registry.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return registry.startsWith(pattern.slice(0, -1));
  return (
    pattern === registry ||
    (registry === 'docker.io' && (pattern === 'hub.docker.com' || pattern === 'index.docker.io'))
  );
}
