import { expandWord } from '../../parse/expand.js';
import { keyValues } from '../../parse/key-values.js';
import { type Rule } from '../rule.js';

export const DL3044: Rule = {
  id: 'DL3044',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'error',
  title: 'An ENV line cannot use a variable that it sets',
  why: `All values of one ENV instruction are expanded before any of them is set, so the variable still has its old value, or none. Use two instructions.`,
  bad: ['FROM debian:12\nENV A=1 B="$A/x"\n', 'FROM debian:12\nENV B=${A} A=1\n'],
  good: [
    'FROM debian:12\nENV A=1\nENV B=$A/x\n',
    'FROM debian:12\nENV PATH=/x:${PATH}\n',
    "FROM debian:12\nENV A=1 B='$A'\n",
  ],
  check({ report }) {
    const known = new Set<string>();
    return {
      FROM() {
        known.clear();
      },
      ARG(instruction) {
        for (const { key } of keyValues(instruction).pairs) known.add(key);
      },
      ENV(instruction) {
        const { pairs } = keyValues(instruction);
        const keys = pairs.map(({ key }) => key);
        for (const [index, { key, rawValue, valueSpan }] of pairs.entries()) {
          if (rawValue === undefined || valueSpan === undefined) continue;
          for (const use of expandWord(rawValue, () => undefined, instruction.escape).unmatched) {
            // `A=$A` by itself takes the value from before, which is what it says.
            const own = use.name === key && keys.indexOf(key) === index;
            if (own || known.has(use.name) || !keys.includes(use.name)) continue;
            report(
              { start: valueSpan.start + use.start, end: valueSpan.start + use.end },
              `\`${use.name}\` is set by this same line; it has its old value here`,
            );
          }
        }
        for (const key of keys) known.add(key);
      },
    };
  },
};
