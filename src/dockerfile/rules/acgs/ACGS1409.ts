import { argumentWords } from '../../parse/arguments.js';
import { expandWord } from '../../parse/expand.js';
import { keyValues } from '../../parse/key-values.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';

export const ACGS1409: Rule = {
  id: 'ACGS1409',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'EXPOSE with a default that nobody can change',
  why: `\`EXPOSE \${PORT:-8000}\` is expanded when the image is built. Without an ARG or ENV of that name it is always the default, whatever PORT is when the container runs.`,
  bad: ['FROM debian:13\nEXPOSE ${PORT:-8000}\n'],
  good: ['FROM debian:13\nARG PORT=8000\nENV PORT=$PORT\nEXPOSE ${PORT}\n', 'FROM debian:13\nEXPOSE 8000\n'],
  check({ report }) {
    const known = new Set<string>();
    const define = (instruction: Instruction): void => {
      for (const { key } of keyValues(instruction).pairs) known.add(key);
    };
    return {
      ARG: define,
      ENV: define,
      EXPOSE(instruction) {
        for (const { raw, span } of argumentWords(instruction)) {
          const { uses, value } = expandWord(raw, () => undefined, instruction.escape);
          const use = uses.find(({ name, hasOperator }) => hasOperator && !known.has(name));
          if (use) report(span, `no ARG or ENV sets \`${use.name}\`, so this is always ${value}`);
        }
      },
    };
  },
};
