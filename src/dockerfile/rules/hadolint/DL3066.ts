import { argumentWords } from '../../parse/arguments.js';
import { expandWord } from '../../parse/expand.js';
import { keyValues } from '../../parse/key-values.js';
import { numericUserFix } from '../fixes/numeric-user.js';
import { type Rule } from '../rule.js';

export const DL3066: Rule = {
  id: 'DL3066',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'Give USER a number',
  why: `Kubernetes cannot tell whether a name is root, so \`runAsNonRoot\` refuses the container; and a name may have another number in another image. Write the UID, best \`UID:GID\`.`,
  bad: ['FROM debian:12\nUSER app\n', 'FROM debian:12\nUSER $NAME\n'],
  good: [
    'FROM debian:13\nARG UID\nUSER $UID\n',
    'FROM debian:12\nUSER 1000:1000\n',
    'FROM debian:12\nARG UID=1000\nUSER $UID\n',
  ],
  check(context) {
    const values = new Map<string, string>();
    const toldByBuild = new Set<string>();
    return {
      ARG: (instruction) => {
        for (const { key, value } of keyValues(instruction).pairs) {
          if (value !== undefined) values.set(key, value);
          else if (!values.has(key)) toldByBuild.add(key);
        }
      },
      ENV: (instruction) => {
        for (const { key, value } of keyValues(instruction).pairs) values.set(key, value ?? '');
      },
      USER(instruction) {
        const word = argumentWords(instruction)[0];
        if (!word) return;
        const { value, unmatched } = expandWord(word.raw, (name) => values.get(name), instruction.escape);
        // An ARG without a value is the build's to tell.
        if (unmatched.some(({ name }) => toldByBuild.has(name))) return;
        if (!/^\d+(:|$)/.test(value)) {
          context.report(word.span, `\`${word.value}\` is no number; Kubernetes cannot check it`, {
            fix: () => numericUserFix(context, instruction, word.value, word.span),
          });
        }
      },
    };
  },
};
