import { readCopy } from '../../parse/copy.js';
import { type Rule } from '../rule.js';

export const DL3020: Rule = {
  id: 'DL3020',
  family: 'hadolint',
  aliases: ['DS-0005', 'CIS-DI-0009'],
  since: '2026.11',
  severity: 'error',
  title: 'Copy files with COPY, not ADD',
  why: `\`ADD\` also downloads URLs and unpacks archives, so what a line does depends on what its source happens to be. \`COPY\` only copies.
Keep \`ADD\` for archives that are to be unpacked and for URLs (then with \`--checksum\`).`,
  bad: ['FROM alpine:3.22\nADD app.py /app/\n'],
  good: [
    'FROM alpine:3.22\nCOPY app.py /app/\n',
    'FROM alpine:3.22\nADD rootfs.tar.xz /\n',
    'FROM alpine:3.22\nADD https://example.com/a.txt /a.txt\n',
  ],
  check: ({ report }) => ({
    ADD(instruction) {
      const { sources, heredocSources } = readCopy(instruction);
      const plain = sources.find(({ value }) => !isRemote(value) && !isArchive(value));
      if (!plain && (heredocSources === 0 || sources.length > 0)) return;
      report(instruction.keywordSpan, `use COPY for ${plain ? `\`${plain.value}\`` : 'a here-document'}`, {
        fix: { title: 'Write COPY', risk: 'safe', edits: [{ span: instruction.keywordSpan, text: 'COPY' }] },
      });
    },
  }),
};

function isRemote(source: string): boolean {
  return /^(https?|ftp|git|ssh):\/\//.test(source) || source.startsWith('git@') || source.startsWith('$');
}

/** What ADD unpacks, and what the field calls an archive. */
function isArchive(source: string): boolean {
  return /\.(tar|tgz|tbz2?|txz|tlz|tzst|gz|bz2|xz|zst|lz|lzma|Z|tb2|tZ|tz2|tpz)$/.test(source);
}
