import { type Rule } from '../rule.js';
import { didYouMean } from '../shared/did-you-mean.js';

/** BuildKit's flags (frontend/dockerfile/instructions), experimental ones too. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  FROM: ['platform'],
  RUN: ['mount', 'network', 'security', 'device'],
  COPY: ['from', 'chown', 'chmod', 'link', 'parents', 'exclude'],
  ADD: ['chown', 'chmod', 'link', 'keep-git-dir', 'checksum', 'exclude', 'unpack'],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'start-interval', 'retries'],
};

export const ACGS1801: Rule = {
  id: 'ACGS1801',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'The builder does not know this flag',
  why: `BuildKit refuses an instruction with a flag that it does not know. The flag is misspelt, or belongs to another builder (or a newer frontend, named in \`# syntax=\`).`,
  bad: [
    'FROM debian:13\nCOPY --chwon=1000 a /a\n',
    'FROM debian:13\nRUN --mounts=type=cache,target=/x true\n',
  ],
  good: [
    'FROM debian:13\nCOPY --chown=1000 --link --parents --exclude=x a /a\n',
    'FROM debian:13\nRUN --mount=type=bind --network=none --security=sandbox --device=x true\n',
    '# syntax=example/frontend:1\nFROM debian:13\nCOPY --new a /a\n',
  ],
  check({ dockerfile, report }) {
    // Another frontend may have flags of its own.
    const syntax = dockerfile.directives.find(({ name }) => name === 'syntax')?.value ?? '';
    if (syntax !== '' && !/^docker\/dockerfile(:|@|$)/.test(syntax)) return {};
    return {
      any(instruction) {
        for (const { keyword, flags, known } of instruction.deferred
          ? [instruction, instruction.deferred]
          : [instruction]) {
          const allowed = FLAGS[keyword] ?? [];
          for (const { name, span } of known ? flags : []) {
            if (allowed.includes(name)) continue;
            const near = didYouMean(name, allowed);
            report(
              span,
              `${keyword} has no flag \`--${name}\`${near === undefined ? '' : `; did you mean \`--${near}\`?`}`,
            );
          }
        }
      },
    };
  },
};
