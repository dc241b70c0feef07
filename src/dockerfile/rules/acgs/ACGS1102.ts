import { flagOf } from '../../parse/arguments.js';
import { readCopy } from '../../parse/copy.js';
import { hasFlag, type ShellCommand } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';

const CHECKERS =
  /^(sha(1|224|256|384|512)sum|shasum|b2sum|b3sum|gpgv?|gpg2|cosign|minisign|signify|slsa-verifier)$/;

export const ACGS1102: Rule = {
  id: 'ACGS1102',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Check what you download',
  why: `A file from the network may be another one tomorrow, and TLS only says who sent it. Compare a checksum (\`sha256sum -c\`), or a signature
(\`gpg --verify\`, \`cosign verify-blob\`) in the same step; for \`ADD\` give \`--checksum=sha256:…\` (a git URL: a full commit).`,
  bad: [
    'FROM debian:13\nADD https://example.com/a.tar.gz /a.tar.gz\n',
    'FROM debian:13\nRUN curl -fsSLo /usr/bin/x https://example.com/x && chmod +x /usr/bin/x\n',
    'FROM debian:13\nRUN wget -q https://example.com/a.tgz\n',
  ],
  good: [
    'FROM debian:13\nADD --checksum=sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb https://example.com/a.tar.gz /a.tar.gz\n',
    'FROM debian:13\nRUN curl -fsSLo x https://example.com/x && echo "abc  x" | sha256sum -c -\n',
    'FROM debian:13\nRUN curl -f http://localhost:8080/health\n',
    'FROM debian:13\nADD https://example.com/x.git#0123456789012345678901234567890123456789 /x\n',
  ],
  check: ({ report, shell }) => ({
    ADD(instruction) {
      if (flagOf(instruction, 'checksum')) return;
      const remote = readCopy(instruction).sources.find(
        ({ value }) => /^https?:\/\//.test(value) && !/#[0-9a-f]{40}\b/.test(value),
      );
      if (remote) report(remote.span, 'give `--checksum=sha256:…` (for a git URL a full commit)');
    },
    RUN(run) {
      const { commands } = shell(run);
      if (
        commands.some(
          ({ name, args }) =>
            CHECKERS.test(name) ||
            (name === 'openssl' && args.some(({ value }) => /^(dgst|sha256)$/.test(value))),
        )
      )
        return;
      const download = commands.find(savesDownload);
      if (download) report(download.span, 'check a checksum or signature of this download in the same step');
    },
  }),
};

/** curl or wget that writes a file from somewhere else than this machine. */
function savesDownload(command: ShellCommand): boolean {
  const url = command.args.find(({ value }) => /^(https?|ftp):\/\//.test(value))?.value;
  if (url === undefined || /^https?:\/\/(localhost|127\.|\[::1\]|deb\.debian\.org)/.test(url)) return false;
  if (command.name === 'curl')
    return (
      hasFlag(command, 'o', 'O', 'output', 'remote-name') ||
      command.redirects.some(({ operator }) => operator.startsWith('>'))
    );
  return (
    command.name === 'wget' &&
    !command.args.some(({ value }) => /^(-[a-zA-Z]*O-|-|\/dev\/stdout|--spider)$/.test(value))
  );
}
