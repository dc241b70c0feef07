import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REFUSALS } from '../../src/verification/refusal.js';

// Tables are aligned by the formatter: runs of blanks mean nothing.
const page = readFileSync(new URL('../../docs/security-model.md', import.meta.url), 'utf8').replace(
  / +/g,
  ' ',
);

describe('the reasons for a refusal', () => {
  it.each(Object.entries(REFUSALS))('%s is documented', (code, meaning) => {
    expect(page).toContain(`| \`${code}\` | ${meaning} |`);
  });

  it('are all that the documentation names', () => {
    const named = [...page.matchAll(/^\| `([a-z]+\/[a-z-]+)` \|/gm)].map(([, code]) => code);
    expect(named).toEqual(Object.keys(REFUSALS));
  });
});
