import { readCopy } from '../../parse/copy.js';
import { type Span } from '../../parse/span.js';
import { hasFlag, type ShellCommand } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';

/** Archives that ADD unpacks. */
const ARCHIVE = /\.(tar|Z|bz2|gz|lz|lzma|tZ|tb2|tbz|tbz2|tgz|tlz|tpz|txz|xz)$/;

export const DL3010: Rule = {
  id: 'DL3010',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'Let ADD unpack local archives',
  why: `Copying an archive and unpacking it in a later step leaves both in the image. \`ADD archive.tar.gz /folder/\` unpacks while it copies.`,
  bad: [
    'FROM debian:12\nCOPY app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz\n',
    'FROM debian:12\nCOPY data.xz /\nRUN unxz /data.xz\n',
  ],
  good: [
    'FROM debian:12\nADD app.tar.gz /opt/\n',
    'FROM debian:12\nCOPY app.tar.gz /opt/\n',
    'FROM debian:12\nCOPY --from=build /app.tar.gz /opt/\nRUN tar -xzf /opt/app.tar.gz\n',
  ],
  onbuild: 'none',
  check(context) {
    let copied: { span: Span; names: string[] }[] = [];
    return {
      FROM() {
        copied = [];
      },
      COPY(instruction) {
        const { sources, destination, from } = readCopy(instruction);
        if (from) return;
        for (const { raw, span } of sources) {
          const value = unquote(raw);
          if (!ARCHIVE.test(value)) continue;
          const target = unquote(destination?.raw ?? '');
          copied.push({
            span,
            names: [
              baseName(target.endsWith('/') || !ARCHIVE.test(target) ? value : target),
              baseName(value),
            ],
          });
        }
      },
      RUN(instruction) {
        for (const command of context.shell(instruction).commands) {
          if (!unpacks(command)) continue;
          const opened = new Set(command.args.map(({ value }) => baseName(value.replace(/^--file=/, ''))));
          for (const { span, names } of copied)
            if (names.some((name) => opened.has(name)))
              context.report(span, `use ADD: it unpacks \`${names[1] ?? ''}\` and leaves no copy behind`);
          copied = copied.filter(({ names }) => !names.some((name) => opened.has(name)));
        }
      },
    };
  },
};

function unpacks(command: ShellCommand): boolean {
  if (command.name === 'tar')
    return (
      hasFlag(command, 'x', 'extract', 'get') || /^[A-Za-z]*x[A-Za-z]*$/.test(command.args[0]?.value ?? '')
    );
  return (
    /^(gunzip|bunzip2|unlzma|unxz|uncompress)$/.test(command.name) ||
    (command.name === 'gzip' && hasFlag(command, 'd', 'decompress'))
  );
}

function baseName(path: string): string {
  return path.replace(/^.*[\\/]/, '');
}

/** As written: a Windows path keeps its backslashes. */
function unquote(raw: string): string {
  return raw.replace(/^["']|["']$/g, '');
}
