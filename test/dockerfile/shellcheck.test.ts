import { expect, it } from 'vitest';
import { parseDockerfile } from '../../src/dockerfile/parse/parse-dockerfile.js';
import { shellcheckScripts } from '../../src/dockerfile/shellcheck.js';

const head = (run: string): string | undefined =>
  shellcheckScripts(parseDockerfile(`FROM debian:12\nARG CHANNEL=main\n${run}\n`))[0]?.text.split('\n')[0];

it('tells ShellCheck of the variables that a script names, and of no others', () => {
  expect(head('RUN echo "$CHANNEL"')).toBe('export CHANNEL=1');
  expect(head('RUN echo done')).toBe('echo done');
});

it('tells it of all where a name is not known, so that it finds the one that was meant', () => {
  expect(head('RUN echo "$CHANEL"')).toMatch(/^export .*\bHTTP_PROXY=1 .*\bCHANNEL=1$/);
});
