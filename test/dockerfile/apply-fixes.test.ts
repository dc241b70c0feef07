import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFixes } from '../../src/dockerfile/apply-fixes.js';
import { type Fix, type FixRisk } from '../../src/dockerfile/fix.js';
import { type LintFinding } from '../../src/dockerfile/lint-result.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { readFrom } from '../../src/dockerfile/parse/from.js';
import { parseDockerfile } from '../../src/dockerfile/parse/parse-dockerfile.js';
import { stageGraph } from '../../src/dockerfile/parse/stages.js';
import { hardenDockerfile } from '../../src/dockerfile/harden.js';
import { settle } from '../../src/dockerfile/harden/settle.js';
import { dockerfileArbitrary } from './parse/dockerfile-arbitrary.js';
import { fixableArbitrary } from './fixable-arbitrary.js';

function finding(code: string, text: string, target: string, replacement: string): LintFinding {
  const start = text.indexOf(target);
  const fix: Fix = {
    title: code,
    risk: 'safe',
    edits: [{ span: { start, end: start + target.length }, text: replacement }],
  };
  const place = { file: '-', line: 1, column: 1, endLine: 1, endColumn: 1, instructionLine: 1 };
  return { ...place, code, level: 'info', message: code, counts: true, fix };
}

function why(text: string, target: string, replacement: string): string | undefined {
  const result = applyFixes(text, [finding('X', text, target, replacement)]);
  expect(result.text).toBe(text);
  return result.refused[0]?.why;
}

describe('applyFixes', () => {
  it('applies only safe fixes unless more is allowed', () => {
    const text = 'FROM debian:12\nRUN apt-get install curl=8.1\n';
    const fixed = (risk?: FixRisk): string =>
      applyFixes(text, lintDockerfile(text).findings, risk === undefined ? {} : { risk }).text;
    expect(fixed()).toBe('FROM debian:12\nRUN apt-get install -y curl=8.1\n');
    expect(fixed('rebuild')).toContain('install --no-install-recommends -y curl=8.1');
  });

  it('refuses the later one of two edits that overlap', () => {
    const text = 'FROM debian:12\nRUN a b c\n';
    const { applied, refused } = applyFixes(text, [
      finding('LATER', text, 'b c', 'x'),
      finding('FIRST', text, 'a b', 'y'),
    ]);
    expect(applied.map(({ rule }) => rule)).toEqual(['FIRST']);
    // In the round after it the file is linted anew, and this finding was made up.
    expect(refused).toEqual([]);
  });

  it('refuses a fix that changes the stages', () => {
    expect(why('FROM debian:12 AS a\nFROM a\n', 'AS a', 'AS b')).toBe('the stages of the build would change');
  });

  it('refuses a fix that loses a comment, also one inside an instruction', () => {
    expect(why('FROM debian:12\n# why\nCMD ["a"]\n', '# why\n', '')).toBe('a comment would change');
    expect(why('FROM debian:12\nRUN a \\\n  # why\n  b\n', 'a \\\n  # why\n  b', 'a b')).toBe(
      'a comment would change',
    );
  });

  it('refuses a fix that destroys a here-document', () => {
    const text = 'FROM debian:12\nRUN <<EOF\na\nEOF\n';
    expect(why(text, '<<EOF', 'set -o pipefail && <<SH')).toMatch(/here-document/);
    expect(why(text, 'EOF\n', 'EOT\n')).toMatch(/here-document/);
  });

  it('refuses a fix that swallows the next instruction', () => {
    expect(why('FROM debian:12\nWORKDIR /a\nWORKDIR /b\n', '/a\n', '/a')).toBe(
      'another instruction would change',
    );
    expect(why('FROM debian:12\nEXPOSE 1\nEXPOSE 2\n', 'EXPOSE 1', 'EXPOSE 1 \\')).toBe(
      'another instruction would change',
    );
  });

  it('refuses a fix that brings a finding, and applies those beside it', () => {
    const text = 'FROM debian:12 as a\nUSER 1000\nCMD ["x"]\n';
    const { text: fixed, refused } = applyFixes(text, [
      finding('BAD', text, '1000', 'root'),
      ...lintDockerfile(text).findings,
    ]);
    expect(fixed).toBe('FROM debian:12 AS a\nUSER 1000\nCMD ["x"]\n');
    expect(refused).toEqual([]);
    expect(why(text, '1000', 'root')).toBe('it would bring DL3002 and DL3066');
  });

  it('leaves a file as it was when its fixes never come to an end', () => {
    const text = 'FROM debian:12\nCMD ["a"]\n';
    const { text: fixed, refused } = settle(
      text,
      (dockerfile) => {
        const at = dockerfile.text.indexOf(']');
        const edits = [{ span: { start: at, end: at }, text: ', "b"' }];
        return [{ rule: 'GROW', title: 'Add b', reason: 'more', risk: 'safe', edits }];
      },
      { risk: 'safe', lint: {} },
    );
    expect(fixed).toBe(text);
    expect(refused.map(({ why }) => why)).toEqual(['the changes do not come to an end']);
  });
});

/** What must survive: stages, comments, here-documents that no fix writes into, and no more findings than before. */
function shape(text: string): object {
  const dockerfile = parseDockerfile(text);
  return {
    stages: stageGraph(dockerfile).stages.map(({ name, parent, sources, from }) => ({
      name,
      parent: parent?.index,
      sources: sources.map(({ index }) => index),
      base: from && readFrom(from).image?.value,
    })),
    comments: dockerfile.nodes.flatMap(({ parts }) =>
      parts.filter(({ kind }) => kind === 'comment').map(({ start, end }) => text.slice(start, end)),
    ),
    heredocs: dockerfile.instructions.flatMap(({ heredocs }) =>
      heredocs.map(({ name, terminated, expand, chomp }) => ({ name, terminated, expand, chomp })),
    ),
  };
}

function counts(text: string): Map<string, number> {
  const result = new Map<string, number>();
  for (const { code } of lintDockerfile(text).findings) result.set(code, (result.get(code) ?? 0) + 1);
  return result;
}

const dockerfiles = fc.oneof(dockerfileArbitrary, fixableArbitrary, fixableArbitrary);

// A loaded machine is slow, not wrong.
describe('fixing', { timeout: 60_000 }, () => {
  it('never changes stages, comments or here-documents, and never adds a finding', () => {
    fc.assert(
      fc.property(dockerfiles, (text) => {
        const { text: fixed } = hardenDockerfile(text);
        expect(shape(fixed)).toEqual(shape(text));
        const before = counts(text);
        for (const [code, count] of counts(fixed))
          expect([code, before.get(code) ?? 0]).toEqual([code, Math.max(count, before.get(code) ?? 0)]);
      }),
      { numRuns: 100 },
    );
  });

  it('is idempotent at every risk', () => {
    fc.assert(
      fc.property(dockerfiles, fc.constantFrom<FixRisk>('safe', 'review', 'rebuild'), (text, risk) => {
        const once = hardenDockerfile(text, { risk }).text;
        expect(hardenDockerfile(once, { risk }).text).toBe(once);
        const fixed = applyFixes(text, lintDockerfile(text).findings, { risk }).text;
        expect(applyFixes(fixed, lintDockerfile(fixed).findings, { risk }).text).toBe(fixed);
      }),
      { numRuns: 60 },
    );
  });

  it('does fix: most of the files that the test makes are changed', () => {
    const files = fc.sample(fixableArbitrary, { numRuns: 40, seed: 7 });
    expect(files.filter((text) => hardenDockerfile(text).text !== text).length).toBeGreaterThan(30);
  });
});

it('finds the bad fixes among hundreds at once: time grows with the length, not with its square', () => {
  const file = (blocks: number): string =>
    `FROM debian:13\n${Array.from({ length: blocks }, (_unused, index) => `RUN sudo apt-get install a${index}\nENV A${index} b\n`).join('')}`;
  const seconds = (text: string): number => {
    const from = performance.now();
    const { refused } = hardenDockerfile(text);
    // Without sudo, lint would see the package without a version.
    expect(refused.length).toBe(text.match(/sudo/g)?.length);
    return performance.now() - from;
  };
  seconds(file(10));
  const small = Math.min(seconds(file(20)), seconds(file(20)));
  expect(Math.min(seconds(file(200)), seconds(file(200))) / small).toBeLessThan(50);
});
