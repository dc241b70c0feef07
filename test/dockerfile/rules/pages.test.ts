import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALL_RULES, findRule } from '../../../src/dockerfile/rules/all-rules.js';
import { rulePage } from '../../../src/dockerfile/rules/rule-page.js';

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

  it('holds no page without a rule', () => {
    const pages = readdirSync(folder)
      .filter((name) => name !== 'README.md')
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
