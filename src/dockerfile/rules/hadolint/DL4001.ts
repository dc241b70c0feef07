import { type Rule } from '../rule.js';

export const DL4001: Rule = {
  id: 'DL4001',
  family: 'hadolint',
  aliases: ['DS-0014'],
  since: '2026.11',
  severity: 'warning',
  title: 'Use wget or curl, not both',
  why: `One tool for downloads is enough; the other only makes the image larger.`,
  bad: ['FROM debian:12\nRUN curl -O https://example.com/a && wget -q https://example.com/b\n'],
  good: [
    'FROM debian:12\nRUN curl -O https://example.com/a\n',
    'FROM debian:12 AS a\nRUN curl -O https://example.com/a\nFROM debian:12\nRUN wget -q https://example.com/b\n',
  ],
  check({ report, shell }) {
    // What ONBUILD defers runs in another build.
    let seen = { now: new Set<string>(), later: new Set<string>() };
    return {
      FROM() {
        seen = { now: new Set(), later: new Set() };
      },
      RUN(instruction) {
        const found = shell(instruction).commands.filter(({ name }) => name === 'wget' || name === 'curl');
        const names = instruction.isDeferred ? seen.later : seen.now;
        for (const { name } of found) names.add(name);
        const last = found.at(-1);
        if (names.size > 1 && last)
          report(last.nameSpan, 'this stage uses both `wget` and `curl`; one is enough');
      },
    };
  },
};
