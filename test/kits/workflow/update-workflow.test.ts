import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTION_PINS } from '../../../src/kits/workflow/action-pins.js';
import { updateWorkflow } from '../../../src/kits/workflow/update-workflow.js';

const { sha, version } = ACTION_PINS['actions/checkout'] ?? { sha: '', version: '' };
const OLD = '0123456789abcdef0123456789abcdef01234567';
const workflow = (uses: string): string =>
  `# first line\non: push\njobs:\n  a:\n    steps:\n      - name: x # keep\n        uses: ${uses}\n        with: { a: 1 }\n`;
const after = (uses: string): string => updateWorkflow(workflow(uses)).text;

describe('an action that acgs knows', () => {
  const pinned = workflow(`actions/checkout@${sha} # ${version}`);

  test.each([
    ['by tag', 'actions/checkout@v4'],
    ['by an exact tag', 'actions/checkout@v4.2.2'],
    ['by branch', 'actions/checkout@main'],
    ['by an older commit with its version', `actions/checkout@${OLD} # v4.2.2`],
    ['by the right commit with another version', `actions/checkout@${sha} # v6.0.0`],
    ['by the right commit without a version', `actions/checkout@${sha}`],
    ['in quotes', '"actions/checkout@v4"'],
  ])('%s goes to its commit, the version beside it', (_name, uses) => {
    expect(after(uses)).toBe(pinned);
  });

  test('keeps the other words of its comment, its folder, and the rest of the file', () => {
    expect(after(`actions/checkout@${OLD} # v4.2.2 zizmor: ignore[artipacked] it pushes`)).toBe(
      workflow(`actions/checkout@${sha} # ${version} zizmor: ignore[artipacked] it pushes`),
    );
    expect(after('actions/checkout@v4 # the usual')).toBe(
      workflow(`actions/checkout@${sha} # ${version} the usual`),
    );
    const codeql = ACTION_PINS['github/codeql-action'];
    expect(after('github/codeql-action/upload-sarif@v2')).toBe(
      workflow(`github/codeql-action/upload-sarif@${codeql?.sha ?? ''} # ${codeql?.version ?? ''}`),
    );
  });

  test('never goes back, and says so', () => {
    for (const uses of ['actions/checkout@v99', `actions/checkout@${OLD} # v99.0.0`]) {
      const { text, moved, left } = updateWorkflow(workflow(uses));
      expect(text).toBe(workflow(uses));
      expect(moved).toEqual([]);
      expect(left).toMatchObject([
        { line: 7, action: 'actions/checkout', why: `newer than ${version}, which acgs knows` },
      ]);
    }
  });

  test('by a commit without a version stays: nobody can tell whether it is older', () => {
    expect(updateWorkflow(workflow(`actions/checkout@${OLD}`))).toMatchObject({
      moved: [],
      left: [{ why: 'no comment says which version it is' }],
    });
  });
});

test('an unknown action is listed and left alone; local ones are nobody’s', () => {
  expect(updateWorkflow(workflow('acme/x@v1')).left).toEqual([
    { line: 7, action: 'acme/x', ref: 'v1', why: 'acgs knows no commit of it' },
  ]);
  expect(updateWorkflow(workflow('./x'))).toMatchObject({ moved: [], left: [] });
});

test('a second update changes nothing, whatever the workflow names', () => {
  const uses = fc.constantFrom(
    ...Object.keys(ACTION_PINS).flatMap((name) => [
      `${name}@v1`,
      `${name}@${OLD} # v1.2.3`,
      `${name}/x@main`,
    ]),
    'acme/x@v1',
    './x',
  );
  fc.assert(
    fc.property(fc.array(uses, { maxLength: 6 }), (all) => {
      const lines = all.map((one) => `      - uses: ${one}\n`).join('');
      const first = updateWorkflow(`jobs:\n  a:\n    steps:\n${lines}`);
      const second = updateWorkflow(first.text);
      expect(second.text).toBe(first.text);
      expect(second.moved).toEqual([]);
    }),
  );
});
