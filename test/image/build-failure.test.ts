import { describe, expect, it } from 'vitest';
import { buildFailure } from '../../src/image/build-failure.js';

const failure = (words: string, more: { line?: string; error?: string; tail?: string[] } = {}) =>
  buildFailure({
    file: 'api/Dockerfile',
    finalWords: [
      ...(more.line === undefined ? [] : [more.line]),
      `ERROR: failed to build: failed to solve: ${words}`,
    ],
    failed: more.error === undefined ? [] : [{ name: 'step', error: more.error, tail: more.tail ?? [] }],
  });

describe('buildFailure', () => {
  it('names the command, the place and the end of the output', () => {
    const words = 'process "/bin/sh -c npm ci && npm test" did not complete successfully: exit code: 7';
    const error = failure(words, { line: 'Dockerfile:12', error: words, tail: ['1 failing'] });
    expect(error).toMatchObject({
      code: 'build/failed',
      exit: 1,
      message: 'RUN ended with exit code 7: npm ci && npm test',
      file: 'api/Dockerfile',
      line: 12,
      output: '1 failing',
    });
  });

  it.each([
    [
      'dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)',
      'the Dockerfile cannot be read: unknown instruction: RUNN (did you mean RUN?)',
      2,
    ],
    [
      'failed to compute cache key: failed to calculate checksum of ref a::b: "/nope": not found',
      'COPY: "/nope" is not in the build context',
      undefined,
    ],
    ['secret x: not found', 'the Dockerfile needs the secret "x", which was not given', undefined],
    [
      'x: failed to resolve source metadata for docker.io/library/pyton:3: pull access denied',
      'the base image docker.io/library/pyton:3 cannot be had: pull access denied',
      undefined,
    ],
    [
      'x: failed to resolve source metadata for localhost:5000/a:1: connection refused',
      'the base image localhost:5000/a:1 cannot be had: connection refused',
      undefined,
    ],
    [
      'x: failed to resolve source metadata for a:1: no match for platform in manifest: not found',
      'the base image does not exist for that platform',
      undefined,
    ],
    ['something new', 'something new', undefined],
  ])('says %s in one line with a next step', (words, message, line) => {
    const error = failure(words);
    expect(error.message).toBe(message);
    expect(error.message).not.toContain('\n');
    expect(error.line).toBe(line);
    expect(error.next.length).toBeGreaterThan(0);
  });

  it('finds the cause in the output of the step where the last words say less', () => {
    const words = 'process "/bin/sh -c uname" did not complete successfully: exit code: 255';
    const error = failure(words, { error: words, tail: ['exec /bin/sh: exec format error'] });
    expect(error.message).toBe('this machine cannot run programs of that platform');
  });

  it('tells an engine that went away and a builder that does not exist from a failed build', () => {
    const gone = buildFailure({
      file: 'Dockerfile',
      finalWords: [
        'ERROR: Cannot connect to the Docker daemon at unix:///x.sock. Is the docker daemon running?',
      ],
      failed: [],
    });
    expect(gone).toMatchObject({ code: 'engine/missing', exit: 5 });
    const none = buildFailure({
      file: 'Dockerfile',
      finalWords: ['ERROR: no builder "x" found'],
      failed: [],
    });
    expect(none).toMatchObject({ code: 'usage/invalid', exit: 2 });
  });

  it('blames the step that failed, not those that were cancelled for it', () => {
    const error = buildFailure({
      file: 'Dockerfile',
      finalWords: ['ERROR: failed to solve: x'],
      failed: [
        { name: 'a', error: 'context canceled', tail: ['innocent'] },
        { name: 'b', error: 'x', tail: ['guilty'] },
      ],
    });
    expect(error.output).toBe('guilty');
  });
});
