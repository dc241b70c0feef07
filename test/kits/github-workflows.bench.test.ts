import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../bench/bench.js';
import { platformFor, rendered } from './acgs2.js';
import { judgeWorkflows } from './github/judge-workflows.js';

const elsewhere = (yaml: string): string =>
  yaml.replace('ghcr.io/acme/acgs2', 'registry.example.com/acme') + 'verify: { key: cosign.pub }\n';

/** Both kits in each form that they take. */
const forms = [
  { name: 'keyless to ghcr.io', edit: (yaml: string) => yaml, answers: {} },
  {
    name: 'a key, another registry, other platforms',
    edit: elsewhere,
    answers: { emulate: true, runner: 'ubuntu-24.04-arm', integrity: `sha512-${'A'.repeat(86)}==` },
  },
];

describe.each(forms)('the workflows ($name)', ({ edit, answers }) => {
  test('actionlint and zizmor have nothing to say, and what they are told to ignore has its reason', async () => {
    const platform = platformFor(edit);
    const files = {
      ...(await rendered('github-release', answers, platform)),
      ...(await rendered('github-scan', {}, platform)),
    };
    const { actionlint, zizmor } = await judgeWorkflows(files);
    expect(actionlint).toMatchObject({ code: 0, stdout: '' });
    expect(zizmor.code, zizmor.stdout).toBe(0);
    expect(zizmor.stdout).toMatch(/No findings to report/);
    const ignored = Object.values(files).flatMap((text) => text.match(/zizmor: ignore\[.*/g) ?? []);
    expect(ignored.length).toBeGreaterThan(0);
    for (const line of ignored) expect(line).toMatch(/ignore\[[a-z-]+\] \S+ \S+ /);
  });
});

describe('the plan’s own workflows are refused', () => {
  const cases = [
    ['security-scan.yml', ['unpinned-uses', 'dangerous-triggers', 'template-injection', 'artipacked'], ''],
    [
      'slsa-release.yml',
      ['unpinned-uses', 'excessive-permissions', 'artipacked'],
      'property "build" is not defined',
    ],
    ['image-signing.yml', ['unpinned-uses', 'template-injection', 'artipacked'], ''],
  ] as const;
  test.each(cases)('%s', async (name, audits, message) => {
    const text = readFileSync(join(projectRoot, 'test/kits/github/plan', name), 'utf8');
    const { actionlint, zizmor } = await judgeWorkflows({ [`.github/workflows/${name}`]: text });
    expect(zizmor.code).toBeGreaterThan(10);
    for (const audit of audits) expect(zizmor.stdout).toContain(`[${audit}]`);
    if (message !== '') expect(actionlint.stdout).toContain(message);
  });
});
