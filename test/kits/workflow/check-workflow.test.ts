import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkWorkflow } from '../../../src/kits/workflow/check-workflow.js';
import { WORKFLOW_RULES } from '../../../src/kits/workflow/workflow-rules.js';
import { projectRoot } from '../../bench/bench.js';
import { rendered } from '../acgs2.js';

const SHA = '3d3c42e5aac5ba805825da76410c181273ba90b1';
const OTHER = '0123456789abcdef0123456789abcdef01234567';

/** A workflow of one job with these steps, otherwise in order. */
const steps = (...lines: string[]): string =>
  [
    'on: push',
    'permissions: {}',
    'jobs:',
    '  a:',
    '    permissions: { contents: read }',
    '    runs-on: ubuntu-24.04',
    '    steps:',
    ...lines.map((line) => `      ${line}`),
    '',
  ].join('\n');

/** `code line:column message`, for every finding. */
const found = (text: string): string[] =>
  checkWorkflow('w.yml', text).map(
    ({ code, line, column, message }) => `${code} ${line}:${column} ${message}`,
  );
const codes = (text: string): string[] => checkWorkflow('w.yml', text).map(({ code }) => code);

describe('an action', () => {
  test('by tag or branch is found at its place; by commit with its version it is not', () => {
    expect(found(steps('- uses: docker/login-action@v3'))).toEqual([
      'unpinned-uses 8:15 "v3" can be moved; name the commit, and the version as a comment',
    ]);
    expect(codes(steps('- uses: docker://alpine:3'))).toEqual(['unpinned-uses']);
    expect(codes(steps('- uses: ./own/action', `- uses: acme/x@${OTHER} # v1.2.3`))).toEqual([]);
  });

  test('whose comment says another version than its commit is, or none, is found', () => {
    const checkout = (rest: string) =>
      steps(`- uses: actions/checkout@${rest}`, '  with: { persist-credentials: false }');
    expect(codes(checkout(`${SHA} # v7.0.1`))).toEqual([]);
    expect(found(checkout(`${SHA} # v6.0.0`))).toEqual([
      'ref-version-mismatch 8:15 this commit is v7.0.1, the comment says v6.0.0',
    ]);
    expect(found(checkout(`${OTHER} # v7.0.1`))[0]).toContain(`that was ${SHA}`);
    expect(found(checkout(OTHER))).toEqual([
      'ref-version-mismatch 8:15 no comment says which version this commit is',
    ]);
  });

  test('that is a reusable workflow counts too', () => {
    expect(
      codes(
        'on: push\npermissions: {}\njobs:\n  a:\n    permissions: {}\n    uses: a/b/.github/workflows/c.yml@main\n    secrets: inherit\n',
      ),
    ).toEqual(['unpinned-uses', 'secrets-inherit']);
  });
});

describe('permissions', () => {
  test('that nobody gave, or gave to all, are found', () => {
    expect(codes('on: push\njobs:\n  a:\n    runs-on: x\n    steps: []\n')).toEqual([
      'excessive-permissions',
    ]);
    expect(codes('on: push\npermissions: write-all\njobs: {}\n')).toEqual(['excessive-permissions']);
    expect(found('on: push\npermissions:\n  contents: write\njobs: {}\n')).toEqual([
      'excessive-permissions 3:3 every job may write contents; say so in the job that does',
    ]);
    expect(codes('on: push\npermissions: { contents: read }\njobs:\n  a:\n    steps: []\n')).toEqual([]);
  });
});

describe('an expression in a script', () => {
  test('is found where it stands, in a block and in actions/github-script', () => {
    const block = steps('- run: |', '    echo hello', '    git checkout ${{ github.head_ref }}');
    expect(found(block)).toEqual([
      'template-injection 10:24 github.head_ref can hold text from outside, and the shell reads it as code; hand it over by env',
    ]);
    expect(
      codes(
        steps(
          `- uses: actions/github-script@${OTHER} # v8.0.0`,
          '  with:',
          '    script: go("${{ inputs.x }}")',
        ),
      ),
    ).toEqual(['template-injection']);
  });

  test('is nothing to find where the shell never sees it, or where it cannot be code', () => {
    expect(
      codes(
        steps(
          '- env: { NAME: "${{ github.head_ref }}" }',
          '  run: echo "$NAME"',
          '- run: echo ${{ github.sha }}',
        ),
      ),
    ).toEqual([]);
  });
});

describe('a trigger that strangers start with secrets', () => {
  test('is found, and so is the checkout of what they propose', () => {
    const text = steps(
      `- uses: actions/checkout@${SHA} # v7.0.1`,
      '  with:',
      '    persist-credentials: false',
      '    ref: ${{ github.event.pull_request.head.sha }}',
    ).replace('on: push', 'on: [push, pull_request_target]');
    expect(found(text).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'dangerous-triggers 1:12',
      'dangerous-triggers 11:16',
    ]);
  });
});

describe('a cache', () => {
  const cached = (on: string): string =>
    steps(
      `- uses: actions/cache@55cc8345863c7cc4c66a329aec7e433d2d1c52a9 # v6.1.0`,
      `- uses: docker/build-push-action@53b7df96c91f9c12dcc8a07bcb9ccacbed38856a # v7.3.0`,
      '  with: { cache-from: type=gha }',
    ).replace('on: push', on);

  test('is found in a job that releases, by its event or by what it may write, and nowhere else', () => {
    expect(codes(cached('on: { push: { tags: [v*] } }'))).toEqual(['cache-poisoning', 'cache-poisoning']);
    expect(codes(cached('on: push').replace('contents: read', 'packages: write'))).toHaveLength(2);
    expect(codes(cached('on: push'))).toEqual([]);
  });
});

test('a checkout that leaves its token behind is found', () => {
  expect(codes(steps(`- uses: actions/checkout@${SHA} # v7.0.1`))).toEqual(['artipacked']);
});

test('a composite action is judged by its steps', () => {
  expect(
    codes(
      'name: x\nruns:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.x }}\n      shell: bash\n',
    ),
  ).toEqual(['template-injection']);
});

test('an ignore comment silences its rule in its line, and no other', () => {
  expect(codes(steps('- uses: a/b@v1 # zizmor: ignore[unpinned-uses] a fork of ours'))).toEqual([]);
  expect(codes(steps('- uses: a/b@v1 # zizmor: ignore[artipacked] no'))).toEqual(['unpinned-uses']);
});

test('what is no YAML is a finding with its place, not a pass', () => {
  expect(checkWorkflow('w.yml', 'on: [push\njobs: {}\n')[0]).toMatchObject({
    code: 'workflow-syntax',
    level: 'error',
  });
});

test('neither a workflow nor an action is a finding: no rule would look at it', () => {
  for (const text of ['- uses: acme/x@v1\n- run: echo\n', 'on: push\n', 'text\n', ''])
    expect(codes(text)).toEqual(['workflow-syntax']);
  expect(found('\n- uses: acme/x@v1\n- run: echo\n')).toEqual([
    'workflow-syntax 2:1 this is no workflow (`jobs`), and no action (`runs`)',
  ]);
});

test('the workflows that acgs renders pass', async () => {
  const files = { ...(await rendered('github-release')), ...(await rendered('github-scan')) };
  for (const [path, text] of Object.entries(files).filter(([name]) => name.endsWith('.yml')))
    expect(checkWorkflow(path, text)).toEqual([]);
});

test('the plan’s do not', () => {
  const plan = (name: string): string[] => {
    const text = readFileSync(join(projectRoot, 'test/kits/github/plan', name), 'utf8');
    return [...new Set(checkWorkflow(name, text).map(({ code }) => code))].sort();
  };
  const usual = ['artipacked', 'excessive-permissions', 'unpinned-uses'];
  expect(plan('security-scan.yml')).toEqual([...usual, 'dangerous-triggers', 'template-injection'].sort());
  expect(plan('slsa-release.yml')).toEqual([...usual, 'cache-poisoning'].sort());
  expect(plan('image-signing.yml')).toEqual([
    'artipacked',
    'cache-poisoning',
    'template-injection',
    'unpinned-uses',
  ]);
});

test('every rule says what to do and why, under a name of its own', () => {
  expect(new Set(WORKFLOW_RULES.map(({ id }) => id)).size).toBe(WORKFLOW_RULES.length);
  const page = readFileSync(join(projectRoot, 'docs/github.md'), 'utf8');
  for (const { id, title, why } of WORKFLOW_RULES) {
    expect(why.length).toBeGreaterThan(title.length);
    expect(page).toContain(`### ${id}\n\n${title}. ${why}\n`);
  }
});
