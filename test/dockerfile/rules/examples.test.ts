import { describe, expect, it } from 'vitest';
import { lintDockerfile } from '../../../src/dockerfile/lint.js';
import { ALL_RULES } from '../../../src/dockerfile/rules/all-rules.js';
import { type Example, type Rule } from '../../../src/dockerfile/rules/rule.js';

function codes(rule: Rule, example: Example): string[] {
  const { dockerfile, options } =
    typeof example === 'string' ? { dockerfile: example, options: {} } : example;
  const severities = rule.severity === 'ignore' ? { [rule.id]: 'warning' as const } : {};
  return lintDockerfile(dockerfile, { ...options, severities }).findings.map(({ code }) => code);
}

describe.each(ALL_RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it.each(rule.bad.map((example) => [example] as const))('finds %j', (example) => {
    expect(codes(rule, example)).toContain(id);
  });
  it.each(rule.good.map((example) => [example] as const))('is silent on %j', (example) => {
    expect(codes(rule, example)).not.toContain(id);
  });
});

it('has each id once, and at least one example of either kind', () => {
  expect(new Set(ALL_RULES.map(({ id }) => id)).size).toBe(ALL_RULES.length);
  for (const rule of ALL_RULES)
    expect([rule.id, rule.bad.length > 0, rule.good.length > 0]).toEqual([rule.id, true, true]);
});
