import { afterEach, describe, expect, it } from 'vitest';
import { BuildProgress } from '../../src/image/progress.js';
import { forgetSecrets, hideSecret } from '../../src/system/redaction.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function shown(...messages: readonly (object | string)[]): { lines: string[]; progress: BuildProgress } {
  const lines: string[] = [];
  const progress = new BuildProgress((line) => lines.push(line));
  for (const message of messages)
    progress.push(typeof message === 'string' ? message : JSON.stringify(message));
  return { lines, progress };
}

const started = '2026-01-01T00:00:00Z';
const completed = '2026-01-01T00:00:02.5Z';

describe('BuildProgress', () => {
  afterEach(forgetSecrets);

  it('prints a step once when it starts and once when it is done', () => {
    const { lines } = shown(
      { vertexes: [{ digest: 'sha256:a', name: '[1/2] FROM x' }] },
      { vertexes: [{ digest: 'sha256:a', name: '[1/2] FROM x', started }] },
      { vertexes: [{ digest: 'sha256:a', name: '[1/2] FROM x', started, completed }] },
      { vertexes: [{ digest: 'sha256:a', name: '[1/2] FROM x', started, completed }] },
      { vertexes: [{ digest: 'sha256:b', name: '[2/2] RUN y', started, completed, cached: true }] },
    );
    expect(lines).toEqual(['#1 [1/2] FROM x', '#1 DONE 2.5s', '#2 [2/2] RUN y', '#2 CACHED']);
  });

  it('decodes output, joins what comes in pieces, and shows the rest of an unfinished line at the end', () => {
    const { lines } = shown(
      { vertexes: [{ digest: 'a', name: 'RUN', started }] },
      { logs: [{ vertex: 'a', data: base64('hel') }] },
      { logs: [{ vertex: 'a', data: base64('lo\nwor') }] },
      { vertexes: [{ digest: 'a', started, completed }] },
    );
    expect(lines).toEqual(['#1 RUN', '#1 hello', '#1 wor', '#1 DONE 2.5s']);
  });

  it('shows output that arrives after its step is done', () => {
    const { lines, progress } = shown(
      { vertexes: [{ digest: 'a', name: 'RUN', started, completed }] },
      { logs: [{ vertex: 'a', data: base64('late') }] },
    );
    progress.end();
    expect(lines).toEqual(['#1 RUN', '#1 DONE 2.5s', '#1 late']);
  });

  it('hides a secret that arrives encoded and in two pieces, and disarms control characters', () => {
    hideSecret('canary-secret-1');
    const { lines, progress } = shown(
      { vertexes: [{ digest: 'a', name: 'RUN echo canary-secret-1', started }] },
      { logs: [{ vertex: 'a', data: base64('token=canary-se') }] },
      { logs: [{ vertex: 'a', data: base64('cret-1\u001b[31m\u0007\n') }] },
      { vertexes: [{ digest: 'a', started, completed, error: 'failed with canary-secret-1' }] },
    );
    expect(lines.join('\n')).not.toContain('canary-secret');
    expect(lines[1]).toBe('#1 token=***\\u0007');
    progress.push('ERROR: process "echo canary-secret-1" failed');
    expect(JSON.stringify([progress.failed, progress.finalWords])).not.toContain('canary-secret');
  });

  it('remembers the failed step with the last lines of its output', () => {
    const log = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('');
    const { lines, progress } = shown(
      { vertexes: [{ digest: 'a', name: 'RUN make', started }] },
      { logs: [{ vertex: 'a', data: base64(log) }] },
      { vertexes: [{ digest: 'a', name: 'RUN make', started, completed, error: 'exit code: 2' }] },
      'Dockerfile:3',
      'ERROR: failed to build: failed to solve: exit code: 2',
    );
    expect(lines.at(-1)).toBe('#1 ERROR: exit code: 2');
    expect(progress.failed).toHaveLength(1);
    expect(progress.failed[0]?.tail).toHaveLength(20);
    expect(progress.failed[0]?.tail.at(-1)).toBe('line 29');
    expect(progress.finalWords).toEqual([
      'Dockerfile:3',
      'ERROR: failed to build: failed to solve: exit code: 2',
    ]);
  });

  it('keeps BuildKit’s warnings, each once', () => {
    const warning = { warnings: [{ short: base64('FromAsCasing: as and FROM differ') }] };
    const { progress, lines } = shown(warning, warning);
    expect(progress.warnings).toEqual(['FromAsCasing: as and FROM differ']);
    expect(lines).toEqual(['warning: FromAsCasing: as and FROM differ']);
  });

  it('does not take the noise of several writers of one layout for an error, nor a brace for a status', () => {
    const { progress } = shown('level=error msg="(*service).Write failed" error="ref x locked"', '{not json');
    expect(progress.finalWords).toEqual(['{not json']);
  });
});
