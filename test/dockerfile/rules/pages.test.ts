import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALL_RULES, findRule } from '../../../src/dockerfile/rules/all-rules.js';
import { DIFFERENCES } from '../oracle-differences.js';
import { rulePage } from '../../../src/dockerfile/rules/rule-page.js';

const OTHER = new Set(['README.md', 'differences-from-hadolint.md']);
const folder = new URL('../../../docs/rules/', import.meta.url);

// `vitest run test/dockerfile/rules/pages -u` writes the pages anew.
describe('docs/rules', () => {
  it.each(ALL_RULES.map((rule) => [rule.id, rule] as const))(
    '%s.md is the page of the rule',
    async (id, rule) => {
      await expect(rulePage(rule)).toMatchFileSnapshot(new URL(`${id}.md`, folder).pathname);
    },
  );

  it('README.md lists every rule', async () => {
    const rows = ALL_RULES.map(
      (rule) =>
        `| [${rule.id}](${rule.id}.md) | ${rule.severity === 'ignore' ? 'off' : rule.severity} | ${rule.title} |`,
    );
    const text = [
      '# Rules of `acgs dockerfile lint`',
      '',
      '| rule | severity | what to do |',
      '|---|---|---|',
      ...rows,
      '',
    ].join('\n');
    await expect(text).toMatchFileSnapshot(new URL('README.md', folder).pathname);
  });

  it('differences-from-hadolint.md is the table that the oracle test goes by', async () => {
    const rows = DIFFERENCES.map(({ code, only, reason }) => `| ${code} | ${only} | ${reason} |`);
    const head = [
      '# Where acgs and hadolint 2.15 differ, and why',
      '',
      'Everything else is the same: a test runs both on the examples of all rules and compares codes and instructions.',
      'acgs also gives the exact line and column; `instructionLine` in its JSON is the line that hadolint reports.',
      '',
      '| rule | only reported by | why |',
      '|---|---|---|',
    ];
    await expect([...head, ...rows, ''].join('\n')).toMatchFileSnapshot(
      new URL('differences-from-hadolint.md', folder).pathname,
    );
  });

  it('holds no page without a rule', () => {
    const pages = readdirSync(folder)
      .filter((name) => !OTHER.has(name))
      .map((name) => name.replace(/\.md$/, ''));
    expect(pages.sort()).toEqual(ALL_RULES.map(({ id }) => id).sort());
  });
});

describe('findRule', () => {
  it('knows ids without regard to case, and names of other tools', () => {
    expect(findRule('dl3008')?.id).toBe('DL3008');
    expect(findRule('DS-0004')?.id).toBe('ACGS1407');
    expect(findRule('DL9999')).toBeUndefined();
  });
});
