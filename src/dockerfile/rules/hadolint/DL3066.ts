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
  good: ['FROM debian:12\nUSER 1000:1000\n', 'FROM debian:12\nARG UID=1000\nUSER $UID\n'],
  check(context) {
    const values = new Map<string, string>();
    return {
      ARG: (instruction) => {
        for (const { key, value } of keyValues(instruction).pairs) values.set(key, value ?? '');
      },
      ENV: (instruction) => {
        for (const { key, value } of keyValues(instruction).pairs) values.set(key, value ?? '');
      },
      USER(instruction) {
        const word = argumentWords(instruction)[0];
        if (!word) return;
        const user = expandWord(word.raw, (name) => values.get(name), instruction.escape).value.replace(
          /:.*$/s,
          '',
        );
        if (!/^\d+$/.test(user)) {
          context.report(word.span, `\`${word.value}\` is no number; Kubernetes cannot check it`, {
            fix: () => numericUserFix(context, instruction, word.value, word.span),
          });
        }
      },
    };
  },
};
