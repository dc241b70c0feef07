import { readCopy } from '../../parse/copy.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';
import { dockerignoreMatcher } from '../shared/dockerignore.js';

export const ACGS1303: Rule = {
  id: 'ACGS1303',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'COPY of the whole context needs a .dockerignore',
  why: `\`COPY . .\` takes everything: \`.git\` with its history, \`.env\` files, local builds. A \`.dockerignore\` keeps them out, makes the build faster and
its cache steadier. It should name at least \`.git\` and \`.env\`.`,
  bad: [
    { dockerfile: 'FROM node:24\nCOPY . /app\n', options: { dockerignore: null } },
    { dockerfile: 'FROM node:24\nCOPY . /app\n', options: { dockerignore: 'node_modules' } },
  ],
  good: [
    { dockerfile: 'FROM node:24\nCOPY . /app\n', options: { dockerignore: '.git\n.env*' } },
    { dockerfile: 'FROM node:24\nCOPY src /app\n', options: { dockerignore: null } },
    'FROM node:24\nCOPY . /app\n',
  ],
  check({ options, report }) {
    const { dockerignore } = options;
    if (dockerignore === undefined) return {};
    const isIgnored = dockerignoreMatcher(dockerignore ?? '');
    const open = ['.git', '.env'].filter((path) => !isIgnored(path));
    if (open.length === 0) return {};
    const inspect = (instruction: Instruction): void => {
      const { sources, from } = readCopy(instruction);
      const whole = from ? undefined : sources.find(({ value }) => /^(\.|\.\/|\/)$/.test(value));
      if (whole)
        report(
          whole.span,
          dockerignore === null
            ? 'this copies the whole context, and there is no .dockerignore'
            : `this copies ${open.join(' and ')} too, if there; add ${open.length > 1 ? 'them' : 'it'} to .dockerignore`,
        );
    };
    return { COPY: inspect, ADD: inspect };
  },
};
