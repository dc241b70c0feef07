import { describe, expect, it } from 'vitest';
import { argumentWords, execItems } from '../../../src/dockerfile/parse/arguments.js';
import { keyValues } from '../../../src/dockerfile/parse/key-values.js';
import { type Instruction } from '../../../src/dockerfile/parse/nodes.js';
import { lintDockerfile } from '../../../src/dockerfile/lint.js';
import { parseDockerfile } from '../../../src/dockerfile/parse/parse-dockerfile.js';

/** Instructions whose arguments are pairs. */
const PAIRS = new Set(['ENV', 'LABEL', 'ARG']);
/** Instructions whose arguments are split at white space unless they are a list. */
const WORDS = new Set(['FROM', 'COPY', 'ADD', 'VOLUME', 'EXPOSE', 'USER']);

/**
 * An instruction as a tree in brackets, as BuildKit's parser prints one: keyword, flags, then a list in square brackets for the exec
 * form, pairs, words, or the rest of the line as one text; here-documents behind it, and what ONBUILD defers as a tree of its own.
 */
function tree(instruction: Instruction): string {
  const { keyword, flags, deferred, heredocs, argsText } = instruction;
  const parts: string[] = [
    keyword,
    ...flags.map(({ name, value }) => (value === undefined ? `--${name}` : `--${name}=${value}`)),
  ];
  const items = execItems(instruction);
  if (deferred) parts.push(tree(deferred));
  else if (items) parts.push(`[${items.map(({ value }) => JSON.stringify(value)).join(' ')}]`);
  else if (PAIRS.has(keyword))
    parts.push(
      ...keyValues(instruction).pairs.map(({ key, value }) =>
        value === undefined ? key : `${key}=${JSON.stringify(value)}`,
      ),
    );
  else if (WORDS.has(keyword))
    parts.push(...argumentWords(instruction).map(({ raw }) => JSON.stringify(raw)));
  else if (argsText !== '') parts.push(JSON.stringify(argsText));
  for (const { name, content, expand, chomp } of deferred ? [] : heredocs)
    parts.push(`<<${chomp ? '-' : ''}${expand ? name : `'${name}'`} ${JSON.stringify(content)}`);
  return `(${parts.join(' ')})`;
}

const trees = (text: string): string[] => parseDockerfile(text).instructions.map(tree);

/** One kind of construct after the other; each file is ours. */
describe('BuildKit’s grammar', () => {
  it.each<[kind: string, text: string, expected: string[]]>([
    [
      'lists in COPY, ADD and VOLUME',
      'COPY ["a b", "c"]\nADD [ "x" , "/y z" ]\nVOLUME ["/a", "/b"]\n',
      ['(COPY ["a b" "c"])', '(ADD ["x" "/y z"])', '(VOLUME ["/a" "/b"])'],
    ],
    ['several volumes as words', 'VOLUME /a /b  /c\n', ['(VOLUME "/a" "/b" "/c")']],
    [
      'a list with escapes and no blanks',
      'CMD ["a\\tb","\\u0041","\\"","\\\\"]\n',
      ['(CMD ["a\\tb" "A" "\\"" "\\\\"])'],
    ],
    ['an empty list', 'ENTRYPOINT []\n', ['(ENTRYPOINT [])']],
    ['a list over several lines', 'CMD [ "a", \\\n  "b" \\\n]\n', ['(CMD ["a" "b"])']],
    ['a list inside a text is none', 'CMD "[\\"a\\"]"\n', ['(CMD "\\"[\\\\\\"a\\\\\\"]\\"")']],
    ['single quotes make no list', "CMD ['a', 'b']\n", [`(CMD ${JSON.stringify("['a', 'b']")})`]],
    ['a list without its bracket is none', 'CMD ["a", "b"\n', ['(CMD "[\\"a\\", \\"b\\"")']],
    ['a text without its quote is none', 'CMD ["a", "b]\n', ['(CMD "[\\"a\\", \\"b]")']],
    ['what follows a list makes it a text', 'CMD ["a"] && b\n', ['(CMD "[\\"a\\"] && b")']],
    [
      'a list of other than texts is none',
      'CMD ["a", 1]\nCMD [["a"]]\nCMD [null]\n',
      ['(CMD "[\\"a\\", 1]")', '(CMD "[[\\"a\\"]]")', '(CMD "[null]")'],
    ],
    ['a comma too much makes it a text', 'CMD ["a",]\n', ['(CMD "[\\"a\\",]")']],
    [
      'pairs with quotes, blanks and escapes',
      'ENV a=1 b="two words" c=\'$x\' d=e\\ f "g"=h\n',
      ['(ENV a="1" b="two words" c="$x" d="e f" g="h")'],
    ],
    [
      'pairs over lines, with comments between',
      'ENV a=1 \\\n  # why\n  b=2 \\\n\n  c=3\n',
      ['(ENV a="1" b="2" c="3")'],
    ],
    [
      'the old form keeps the rest of the line',
      'ENV a  b  c=d\nLABEL x y z\n',
      ['(ENV a="b c=d")', '(LABEL x="y z")'],
    ],
    ['an empty value', 'ENV a= b=""\n', ['(ENV a="" b="")']],
    ['an equals sign in a value', 'ENV a=b=c\nARG x=y=z\n', ['(ENV a="b=c")', '(ARG x="y=z")']],
    ['several arguments, with and without value', 'ARG a b=1 c\n', ['(ARG a b="1" c)']],
    [
      'flags',
      'FROM --platform=linux/amd64 a AS b\nCOPY --from=b --chown=1:2 --link x y\n',
      ['(FROM --platform=linux/amd64 "a" "AS" "b")', '(COPY --from=b --chown=1:2 --link "x" "y")'],
    ],
    ['flags nobody knows', 'RUN --new=1 --other x\n', ['(RUN --new=1 --other "x")']],
    ['two dashes end the flags', 'RUN -- --x\n', ['(RUN "--x")']],
    [
      'flags with quotes and over lines',
      'RUN --mount=type=cache,target="/a b" \\\n  --network=none \\\n  x\n',
      ['(RUN --mount=type=cache,target=/a b --network=none "x")'],
    ],
    [
      'several mounts',
      'RUN --mount=type=secret,id=a --mount=type=ssh x\n',
      ['(RUN --mount=type=secret,id=a --mount=type=ssh "x")'],
    ],
    [
      'health checks',
      'HEALTHCHECK NONE\nHEALTHCHECK --interval=5s --retries=2 CMD a || b\n',
      ['(HEALTHCHECK "NONE")', '(HEALTHCHECK --interval=5s --retries=2 "CMD a || b")'],
    ],
    [
      'what ONBUILD defers',
      'ONBUILD RUN --mount=type=cache,target=/x a\nONBUILD ENTRYPOINT ["a"]\nONBUILD ENV a b\n',
      [
        '(ONBUILD (RUN --mount=type=cache,target=/x "a"))',
        '(ONBUILD (ENTRYPOINT ["a"]))',
        '(ONBUILD (ENV a="b"))',
      ],
    ],
    [
      'ONBUILD with a here-document',
      'ONBUILD RUN <<E\nx\nE\nUSER 1\n',
      ['(ONBUILD (RUN "<<E" <<E "x\\n"))', '(USER "1")'],
    ],
    ['any case, any indentation', '  from a\n\tRuN  b\t\n', ['(FROM "a")', '(RUN "b")']],
    ['continuations keep indentation in the text', 'RUN a \\\n    b\\\n  c\n', ['(RUN "a     b  c")']],
    ['blanks behind the escape', 'RUN a \\  \n  b\n', ['(RUN "a   b")']],
    ['an escape at the end of the file', 'RUN a \\', ['(RUN "a")']],
    ['an escape, then the end of the file', 'RUN a \\\n', ['(RUN "a")']],
    ['no line break at the end', 'FROM a\nRUN b', ['(FROM "a")', '(RUN "b")']],
    [
      'comments and empty lines inside a continuation',
      'RUN a \\\n# one\n\n   # two\n  b\n',
      ['(RUN "a   b")'],
    ],
    ['a hash inside a line is no comment', 'RUN a # b\n', ['(RUN "a # b")']],
    ['a hash behind an escape is one', 'RUN a \\\n  # b \\\n  c\n', ['(RUN "a   c")']],
    ['two escapes are no continuation', 'RUN a \\\\\nUSER 1\n', ['(RUN "a \\\\\\\\")', '(USER "1")']],
    [
      'a here-document',
      'RUN <<E cat\na \\\n# b\nE\nUSER 1\n',
      ['(RUN "<<E cat" <<E "a \\\\\\n# b\\n")', '(USER "1")'],
    ],
    ['a here-document with quotes', 'COPY <<"E" /x\n$a\nE\n', ['(COPY "<<\\"E\\"" "/x" <<\'E\' "$a\\n")']],
    [
      'a here-document with tabs',
      'RUN <<-E\n\ta\n\tE\nUSER 1\n',
      ['(RUN "<<-E" <<-E "\\ta\\n")', '(USER "1")'],
    ],
    [
      'two here-documents',
      'COPY <<a <<b /x/\n1\na\n2\nb\n',
      ['(COPY "<<a" "<<b" "/x/" <<a "1\\n" <<b "2\\n")'],
    ],
    ['an empty here-document', 'RUN <<E\nE\nUSER 1\n', ['(RUN "<<E" <<E "")', '(USER "1")']],
    ['a here-string is none', 'RUN cat <<<a\nUSER 1\n', ['(RUN "cat <<<a")', '(USER "1")']],
    ['no here-document where none may be', 'CMD a <<E\nUSER 1\n', ['(CMD "a <<E")', '(USER "1")']],
    [
      'another escape character',
      '# escape=`\nRUN a `\n  b\nCOPY c:\\x d:\\\n',
      ['(RUN "a   b")', '(COPY "c:\\\\x" "d:\\\\")'],
    ],
    [
      'an escape directive behind a comment is a comment',
      '# a\n# escape=`\nRUN a \\\n b\n',
      ['(RUN "a  b")'],
    ],
    ['CRLF', 'RUN a \\\r\n  b\r\nUSER 1\r\n', ['(RUN "a   b")', '(USER "1")']],
    ['a byte order mark', '\uFEFFFROM a\n', ['(FROM "a")']],
    ['other writings', 'LABEL ключ="значение 日本"\n', ['(LABEL ключ="значение 日本")']],
    [
      'ports, users and folders',
      'EXPOSE 80 443/tcp 53/udp\nUSER a:b\nWORKDIR /a b\nSTOPSIGNAL SIGINT\nSHELL ["a", "-c"]\nMAINTAINER a <b@c>\n',
      [
        '(EXPOSE "80" "443/tcp" "53/udp")',
        '(USER "a:b")',
        '(WORKDIR "/a b")',
        '(STOPSIGNAL "SIGINT")',
        '(SHELL ["a" "-c"])',
        '(MAINTAINER "a <b@c>")',
      ],
    ],
    [
      'an instruction nobody knows',
      'FROM a\nFETCH x y\nUSER 1\n',
      ['(FROM "a")', '(FETCH "x y")', '(USER "1")'],
    ],
    ['an instruction without anything', 'FROM a\nRUN\nUSER 1\n', ['(FROM "a")', '(RUN)', '(USER "1")']],
    ['nothing but comments', '# a\n\n#b\n', []],
    ['nothing', '', []],
  ])('%s', (_kind, text, expected) => {
    expect(trees(text)).toEqual(expected);
  });

  it.each([
    ['an unknown instruction', '<html>\n<body>\n'],
    ['a pair without value', 'FROM a\nENV PATH\n'],
    ['a here-document without end', 'FROM a\nRUN <<E\nx\n'],
  ])('tells what the builder would refuse: %s', (_kind, text) => {
    expect(lintDockerfile(text).findings.map(({ code }) => code)).toContain('DL1000');
  });
});
