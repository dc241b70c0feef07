import { keyValues } from '../../parse/key-values.js';
import { type Rule } from '../rule.js';

const RESERVED = /^(com\.docker|io\.docker|org\.dockerproject)\./;
const FORM = /^[a-z](?:[a-z0-9]|[._/-](?=[a-z0-9_]))*$/;

export const DL3048: Rule = {
  id: 'DL3048',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'style',
  title: 'Label keys follow a form',
  why: `Keys are lower-case letters and digits, parted by single dots, dashes, underscores or slashes, and begin with a letter. \`com.docker.\`, \`io.docker.\` and \`org.dockerproject.\` are reserved.`,
  bad: [
    'FROM debian:12\nLABEL Author="me"\n',
    'FROM debian:12\nLABEL io.docker.x="y"\n',
    'FROM debian:12\nLABEL a..b="c"\n',
  ],
  good: ['FROM debian:12\nLABEL org.opencontainers.image.title="x" a-b_c/d="e"\n'],
  check: ({ report }) => ({
    LABEL(instruction) {
      for (const { key, keySpan } of keyValues(instruction).pairs) {
        if (RESERVED.test(key)) report(keySpan, `\`${key}\` begins with a reserved namespace`);
        else if (!FORM.test(key)) report(keySpan, `\`${key}\` is no well-formed label key`);
      }
    },
  }),
};
