import { describe, expect, it } from 'vitest';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { failing } from '../../src/dockerfile/threshold.js';

describe('failing', () => {
  const { findings } = lintDockerfile('FROM alpine:3.22 AS Build\nRUN sudo a\nLABEL A=b\n');

  it('takes findings at or above the threshold', () => {
    expect(failing(findings, 'error').map(({ code }) => code)).toEqual(['DL3004']);
    expect(failing(findings).map(({ code }) => code)).not.toContain('DL3048');
    expect(failing(findings, 'none').map(({ code }) => code)).toContain('DL3048');
  });

  it('never takes a rule that hadolint lacks, unless own rules count', () => {
    expect(findings.map(({ code }) => code)).toContain('StageNameCasing');
    expect(failing(findings, 'style').map(({ code }) => code)).not.toContain('StageNameCasing');
    const strict = lintDockerfile('FROM alpine:3.22 AS Build\n', { ownRules: 'count' }).findings;
    expect(failing(strict).map(({ code }) => code)).toContain('StageNameCasing');
  });
});
