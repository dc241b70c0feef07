import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { type LintOptions } from '../../src/dockerfile/lint-options.js';
import { dockerfileArbitrary } from './parse/dockerfile-arbitrary.js';

const codes = (text: string, options: LintOptions = {}): string[] =>
  lintDockerfile(text, options).findings.map(({ code }) => code);
const on = (text: string, options: LintOptions = {}): string[] =>
  lintDockerfile(text, options).findings.map(({ code, line }) => `${code}:${line}`);

describe('lintDockerfile', () => {
  it('gives exact places, through continuations and here-documents', () => {
    const text = 'FROM debian:13\nRUN true && \\\n  # comment\n  sudo a\nRUN <<EOF\nset -e\nsudo b\nEOF\n';
    const sudo = lintDockerfile(text).findings.filter(({ code }) => code === 'DL3004');
    expect(sudo).toMatchObject([
      { line: 4, column: 3, endLine: 4, endColumn: 7, instructionLine: 2 },
      { line: 7, column: 1, endLine: 7, endColumn: 5, instructionLine: 5 },
    ]);
  });

  it('never loses a file: an unknown instruction is one finding among others', () => {
    expect(on('FROM debian\nFROO x\nRUN sudo a\n')).toEqual(
      expect.arrayContaining(['DL3006:1', 'DL1000:2', 'DL3004:3']),
    );
  });

  it.each([
    ['a here-document without an empty line after it', 'FROM debian:13\nRUN <<EOF\nx\nEOF\nRUN sudo y\n'],
    [
      'RUN --mount without a target, and --device',
      'FROM debian:13\nRUN --mount=type=bind --device=vendor.com/x sudo y\n',
    ],
    ['EXPOSE with a default', 'FROM debian:13\nEXPOSE ${PORT:-8000}\nRUN sudo y\n'],
    ['a one-letter WORKDIR', 'FROM debian:13\nWORKDIR x\nRUN sudo y\n'],
  ])('reads %s', (_, text) => {
    expect(codes(text)).toContain('DL3004');
    expect(codes(text)).not.toContain('DL1000');
  });

  it('does not crash on mutated Dockerfiles, and every place lies in the file', () => {
    fc.assert(
      fc.property(dockerfileArbitrary, (text) => {
        const lines = text.split('\n').length;
        for (const { line, endLine, column, endColumn, message } of lintDockerfile(text, {
          ownRules: 'count',
          dockerignore: null,
          constitutionalHash: 'x',
        }).findings) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(endLine).toBeLessThanOrEqual(lines);
          expect(endLine > line || endColumn >= column).toBe(true);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('needs time in proportion to the length', () => {
    const step = (index: number): string =>
      `RUN apt-get update && apt-get install -y p${index} && \\\n    cd /x && curl -k https://x/${index} | sh\nENV A${index}=$A${index - 1}\nCOPY a b${index}\n`;
    const file = (steps: number): string =>
      `FROM debian:13\n${Array.from({ length: steps }, (_, index) => step(index)).join('')}`;
    const time = (text: string): number => {
      const start = performance.now();
      lintDockerfile(text);
      return performance.now() - start;
    };
    const small = file(125);
    const large = file(1250);
    time(small);
    const best = (text: string): number => Math.min(time(text), time(text), time(text));
    expect(large.split('\n').length).toBeGreaterThan(5000);
    // Ten times the text; quadratic work would take a hundred times as long.
    expect(best(large) / best(small)).toBeLessThan(35);
  });
});

describe('ignores', () => {
  const body = 'FROM debian:13\n';
  it.each([
    ['above the instruction', `${body}# hadolint ignore=DL3004\nRUN sudo a\n`],
    ['with others and a reason', `${body}# hadolint ignore = DL3008 , DL3004 # because\nRUN sudo a\n`],
    ['with another comment between', `${body}# hadolint ignore=DL3004\n# note\nRUN sudo a\n`],
    ['for the file', `${body}RUN sudo a\n# hadolint global ignore=DL3004\n`],
    ['for the stage', `# hadolint stage ignore=DL3004\n${body}RUN sudo a\nRUN sudo b\n`],
    ['by the name of Trivy', `${body}# trivy:ignore:AVD-DS-0010\nRUN sudo a\n`],
  ])('silence %s', (_, text) => {
    expect(codes(text)).not.toContain('DL3004');
    expect(codes(text, { disableIgnorePragma: true })).toContain('DL3004');
  });

  it.each([
    ['an empty line is between', `${body}# hadolint ignore=DL3004\n\nRUN sudo a\n`],
    ['the reason is not marked', `${body}# hadolint ignore=DL3004 because\nRUN sudo a\n`],
    ['it is another stage', `# hadolint stage ignore=DL3004\n${body}${body}RUN sudo a\n`],
    [
      'it stands in the middle of an instruction',
      `${body}RUN true && \\\n# hadolint ignore=DL3004\n sudo a\n`,
    ],
    ['it speaks to BuildKit', `# check=skip=all\n${body}RUN sudo a\n`],
  ])('do nothing when %s', (_, text) => {
    expect(codes(text)).toContain('DL3004');
  });

  it('of hadolint rules silence the BuildKit check that says the same', () => {
    expect(codes('FROM debian:13\nMAINTAINER me\n')).toEqual(
      expect.arrayContaining(['DL4000', 'MaintainerDeprecated']),
    );
    expect(codes('FROM debian:13\n# hadolint ignore=DL4000\nMAINTAINER me\n')).not.toContain(
      'MaintainerDeprecated',
    );
    expect(codes('FROM debian:13\nMAINTAINER me\n', { ignored: ['DL4000'] })).not.toContain(
      'MaintainerDeprecated',
    );
  });

  it('of BuildKit work for the file, for an instruction, and from the build argument', () => {
    expect(codes('# check=skip=StageNameCasing\nFROM debian:13 AS Build\n')).not.toContain('StageNameCasing');
    expect(
      on('FROM debian:13\n# check=skip=all // here only\nENV password=x\nENV password=y\n').filter((code) =>
        code.startsWith('Secrets'),
      ),
    ).toEqual(['SecretsUsedInArgOrEnv:4']);
    expect(codes('FROM debian:13 AS Build\n', { check: 'skip=all' })).not.toContain('StageNameCasing');
    const asked =
      '# check=skip=all;experimental=InvalidDefinitionDescription\n# wrong\nARG a\nFROM debian:13 AS Build\n';
    expect(codes(asked).filter((code) => /^[A-Z][a-z]/.test(code))).toEqual(['InvalidDefinitionDescription']);
    expect(lintDockerfile('# check=error=true\nFROM debian:13\n').checkError).toBe(true);
  });
});

describe('options', () => {
  it('change severities, and turn rules on and off', () => {
    const [finding] = lintDockerfile('FROM debian:13\nRUN sudo a\n', {
      severities: { DL3004: 'style' },
    }).findings.filter(({ code }) => code === 'DL3004');
    expect(finding?.level).toBe('style');
    expect(codes('FROM debian:13\nRUN sudo a\n', { severities: { DL3004: 'ignore' } })).not.toContain(
      'DL3004',
    );
    expect(codes('FROM debian:13\n')).not.toContain('DL3057');
    expect(codes('FROM debian:13\n', { severities: { DL3057: 'info' } })).toContain('DL3057');
  });

  it('hold rules back that are younger than the edition, and those that hadolint lacks', () => {
    expect(codes('FROM debian\n', { edition: '2026.10' })).toEqual([]);
    expect(codes('FROM debian AS Build\n', { ownRules: 'off' })).toEqual(['DL3006']);
  });

  it('give the target to rules about what ships', () => {
    const text = 'FROM debian:13 AS test\nUSER root\nFROM debian:13\nUSER 1000\n';
    const root = (options: LintOptions): boolean | undefined =>
      lintDockerfile(text, options).findings.find(({ code }) => code === 'DL3002')?.counts;
    expect(root({})).toBe(false);
    expect(root({ target: 'test' })).toBe(true);
  });

  it('never let a message hold a secret', () => {
    const secret = 'AKIAQYLPMN5HHHFPZAM2';
    const { findings } = lintDockerfile(`FROM debian:13\nENV AWS_ACCESS_KEY_ID=${secret}\n`);
    expect(findings.map(({ code }) => code)).toContain('ACGS1201');
    expect(JSON.stringify(findings)).not.toContain(secret);
  });
});
