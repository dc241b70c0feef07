import { readCopy } from '../../parse/copy.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';
import { dockerignoreMatcher } from '../shared/dockerignore.js';

export const CopyIgnoredFile: Rule = {
  id: 'CopyIgnoredFile',
  family: 'buildkit',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'COPY of a file that .dockerignore leaves out',
  why: `The file is not part of the build context, so the instruction fails, or copies less than it says. Change the pattern or the instruction.`,
  bad: [
    { dockerfile: 'FROM scratch\nCOPY app.py /\n', options: { dockerignore: '*.py' } },
    { dockerfile: 'FROM scratch\nADD app.py /\n', options: { dockerignore: '**' } },
  ],
  good: [
    { dockerfile: 'FROM scratch\nCOPY app.py /\n', options: { dockerignore: '**\n!app.py' } },
    { dockerfile: 'FROM scratch\nCOPY --from=x app.py /\n', options: { dockerignore: '*.py' } },
    { dockerfile: 'FROM scratch\nCOPY . /\n', options: { dockerignore: '**\n!app.py' } },
    'FROM scratch\nCOPY app.py /\n',
  ],
  check({ options, report }) {
    if (options.dockerignore === undefined || options.dockerignore === null) return {};
    const isIgnored = dockerignoreMatcher(options.dockerignore);
    const inspect = (instruction: Instruction): void => {
      const { sources, from } = readCopy(instruction);
      if (from) return;
      for (const { value, span } of sources) {
        if (/^[a-z]+:\/\/|^git@|[$*?[]/.test(value)) continue;
        const path = value.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
        if (path !== '' && path !== '.' && isIgnored(path))
          report(span, `\`${value}\` is left out by .dockerignore`);
      }
    };
    return { COPY: inspect, ADD: inspect };
  },
};
