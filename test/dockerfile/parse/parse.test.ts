import { describe, expect, it } from 'vitest';
import { argumentWords, execItems } from '../../../src/dockerfile/parse/arguments.js';
import { parseCheckOptions } from '../../../src/dockerfile/parse/directives.js';
import { expandWord } from '../../../src/dockerfile/parse/expand.js';
import { parseImageName } from '../../../src/dockerfile/parse/image-name.js';
import { keyValues } from '../../../src/dockerfile/parse/key-values.js';
import { type Instruction } from '../../../src/dockerfile/parse/nodes.js';
import { parseDockerfile } from '../../../src/dockerfile/parse/parse-dockerfile.js';
import { stageGraph } from '../../../src/dockerfile/parse/stages.js';

function only(text: string): Instruction {
  const [instruction] = parseDockerfile(text).instructions;
  if (!instruction) throw new Error('no instruction');
  return instruction;
}

describe('parseDockerfile', () => {
  it('joins continuations, leaving comments and empty lines out, and remembers places', () => {
    const text = 'RUN a \\\n  # why\n\n  b \\\n  c\n';
    const run = only(text);
    expect(run.argsText).toBe('a   b   c');
    expect(run.emptyContinuations).toHaveLength(1);
    expect(argumentWords(run).map(({ span }) => text.slice(span.start, span.end))).toEqual(['a', 'b', 'c']);
  });

  it('reads several here-documents, quoted and with tabs', () => {
    const text = 'COPY <<-"A" 3<<B /dst/\n\t$x\n\tA\nb\nB\nUSER 1\n';
    const { instructions } = parseDockerfile(text);
    expect(instructions.map(({ keyword }) => keyword)).toEqual(['COPY', 'USER']);
    expect(instructions[0]?.heredocs).toMatchObject([
      { name: 'A', expand: false, chomp: true, content: '\t$x\n', terminated: true },
      { name: 'B', expand: true, chomp: false, fileDescriptor: 3, content: 'b\n' },
    ]);
  });

  it('takes a here-document under ONBUILD, none in the exec form, none inside a word', () => {
    expect(parseDockerfile('ONBUILD RUN <<E\nx\nE\nUSER 1\n').instructions).toHaveLength(2);
    expect(parseDockerfile('RUN ["cat", "<<E"]\nUSER 1\n').instructions).toHaveLength(2);
    expect(parseDockerfile('RUN cat<<E\nUSER 1\n').instructions).toHaveLength(2);
  });

  it('obeys the escape directive, also after a byte order mark and with CRLF', () => {
    const { instructions, escape, problems } = parseDockerfile(
      '\uFEFF# escape=`\r\nRUN a `\r\n  b\r\nCOPY a C:\\\r\n',
    );
    expect(escape).toBe('`');
    expect(problems).toEqual([]);
    expect(instructions.map(({ keyword, argsText }) => [keyword, argsText])).toEqual([
      ['RUN', 'a   b'],
      ['COPY', 'a C:\\'],
    ]);
  });

  it('takes a directive only in the head', () => {
    expect(parseDockerfile('# hello\n# escape=`\nRUN a \\\n b\n').escape).toBe('\\');
    expect(parseDockerfile('# escape=x\n').problems).toHaveLength(1);
    expect(parseDockerfile('# syntax=a\n# syntax=b\n').problems).toHaveLength(1);
  });

  it('does not take a doubled backslash for a continuation', () => {
    expect(parseDockerfile('RUN a \\\\\nUSER 1\n').instructions).toHaveLength(2);
  });

  it('keeps unknown instructions and flags, and goes on', () => {
    const { instructions, problems } = parseDockerfile('FOO --x=1 bar\nCOPY --new="a b" --chown=1 x /y\n');
    expect(problems).toMatchObject([{ message: 'unknown instruction `FOO`' }]);
    expect(instructions[0]).toMatchObject({ keyword: 'FOO', known: false });
    expect(instructions[1]?.flags).toMatchObject([
      { name: 'new', value: 'a b' },
      { name: 'chown', value: '1' },
    ]);
  });

  it('reports a here-document without end, at its word', () => {
    const text = 'RUN <<EOF\nx\n';
    const [problem] = parseDockerfile(text).problems;
    expect(text.slice(problem?.span.start, problem?.span.end)).toBe('<<EOF');
  });

  it('tells exec form from shell form as the builder does', () => {
    expect(execItems(only('CMD ["a", \\\n "b c"]\n'))?.map(({ value }) => value)).toEqual(['a', 'b c']);
    expect(execItems(only("CMD ['a']\n"))).toBeUndefined();
    expect(execItems(only('CMD ["a",]\n'))).toBeUndefined();
    expect(execItems(only('CMD []\n'))).toEqual([]);
  });

  it('reads pairs in both forms', () => {
    expect(keyValues(only('ENV A=1 B="x y" C=a\\ b\n')).pairs.map(({ key, value }) => [key, value])).toEqual([
      ['A', '1'],
      ['B', 'x y'],
      ['C', 'a b'],
    ]);
    expect(keyValues(only('ENV A some value\n'))).toMatchObject({
      legacy: true,
      pairs: [{ key: 'A', value: 'some value' }],
    });
    expect(keyValues(only('ARG A B=2\n')).pairs.map(({ key, value }) => [key, value])).toEqual([
      ['A', undefined],
      ['B', '2'],
    ]);
  });
});

describe('expandWord', () => {
  const values: Record<string, string> = { a: 'x.tar.gz', e: '' };
  it.each([
    ['$a', 'x.tar.gz'],
    ['${a}!', 'x.tar.gz!'],
    ["'$a'", '$a'],
    ['"$a"', 'x.tar.gz'],
    ['\\$a', '$a'],
    ['${u:-d}', 'd'],
    ['${u-d}', 'd'],
    ['${e:-d}', 'd'],
    ['${e-d}', ''],
    ['${a:+s}', 's'],
    ['${u:+s}', ''],
    ['${e+s}', 's'],
    ['${a%.gz}', 'x.tar'],
    ['${a%%.*}', 'x'],
    ['${a#*.}', 'tar.gz'],
    ['${a##*.}', 'gz'],
    ['${a/r/R}', 'x.taR.gz'],
    ['${a//./-}', 'x-tar-gz'],
    ['${u:-${a}}', 'x.tar.gz'],
    ['$', '$'],
    ['a$', 'a$'],
  ])('%s is %s', (raw, value) => {
    expect(expandWord(raw, (name) => values[name]).value).toBe(value);
  });

  it('lists what is unset, but not where the word supplies a value', () => {
    expect(
      expandWord('$u ${v:-1} ${w:?} $a', (name) => values[name]).unmatched.map(({ name }) => name),
    ).toEqual(['u']);
  });
});

describe('stageGraph', () => {
  const graph = stageGraph(
    parseDockerfile(
      'ARG X\nFROM a AS base\nFROM base AS build\nFROM b AS tools\nFROM base\nCOPY --from=build /x /x\nRUN --mount=from=1,target=/y true\n',
    ),
  );

  it('tells which stages ship and which are only built', () => {
    expect([...graph.shipped()].map(({ index }) => index).sort()).toEqual([0, 3]);
    expect([...graph.built()].map(({ index }) => index).sort()).toEqual([0, 1, 3]);
    expect([...graph.shipped('build')].map(({ index }) => index).sort()).toEqual([0, 1]);
  });

  it('gives a fragment one stage, and keeps what precedes the first FROM apart', () => {
    expect(graph.head.map(({ keyword }) => keyword)).toEqual(['ARG']);
    const fragment = stageGraph(parseDockerfile('RUN a\nUSER b\n'));
    expect(fragment.stages).toHaveLength(1);
    expect(fragment.stages[0]?.from).toBeUndefined();
  });
});

describe('parseImageName', () => {
  it.each([
    ['debian', undefined, 'debian', undefined, undefined],
    ['localhost:5000/a/b:1', 'localhost:5000', 'a/b', '1', undefined],
    ['a/b@sha256:00', undefined, 'a/b', undefined, 'sha256:00'],
    ['x.io/a:1@sha256:00', 'x.io', 'a', '1', 'sha256:00'],
    ['${BASE:-debian:12}', undefined, '${BASE:-debian:12}', undefined, undefined],
  ])('%s', (text, registry, repository, tag, digest) => {
    expect(parseImageName(text)).toMatchObject({ registry, repository, tag, digest });
  });
});

describe('parseCheckOptions', () => {
  it('reads lists, error and remarks', () => {
    const options = parseCheckOptions('skip=A,B;error=true;experimental=C;odd // why; skip=Z');
    expect([...options.skip]).toEqual(['A', 'B']);
    expect(options).toMatchObject({ skipAll: false, error: true, unknown: ['odd'] });
    expect(parseCheckOptions('skip=all').skipAll).toBe(true);
  });
});
