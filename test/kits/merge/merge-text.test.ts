import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document } from 'yaml';
import { adoptText, mergeText } from '../../../src/kits/merge/merge-text.js';

const BASE = `# acgs: kit=web@1.0.0 mode=merge
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  type: ClusterIP
  ports:
    - name: http
      port: 80
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: api
          image: example/api:1
          args: ["--log", "info"]
        - name: proxy
          image: example/proxy:1
`;
const edited = (...changes: [string, string][]): string =>
  changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, BASE);

function merged(ours: string, theirs: string, base = BASE): string {
  const result = mergeText(base, ours, theirs, 'yaml');
  expect(result.conflicts).toEqual([]);
  return result.text;
}

describe('merging YAML', () => {
  it('merges lines that lie side by side, and keeps comments and layout of the user', () => {
    const ours = edited(
      ['replicas: 2', '# rolled slowly\n  replicas:   5   # busy'],
      ['name: api\nspec:\n  type', "name: 'api'\nspec:\n  type"],
    );
    const theirs = edited(
      ['  replicas: 2\n', '  replicas: 2\n  revisionHistoryLimit: 3\n'],
      ['api:1', 'api:2'],
    );
    const text = merged(ours, theirs);
    expect(text).toContain("name: 'api'\n");
    expect(text).toContain('  # rolled slowly\n  replicas:   5   # busy\n');
    expect(text).toContain('  revisionHistoryLimit: 3\n');
    expect(text).toContain('image: example/api:2\n');
  });

  it('finds documents and items again after the user moved and indented them', () => {
    const [service, deployment] = BASE.split('---\n') as [string, string];
    const ours = `${deployment
      .replace(/ {8}- name: proxy\n.*\n/, '')
      .replace(
        '        - name: api',
        '      # first\n      - name: proxy\n        image: example/proxy:1\n      - name: api',
      )
      .replaceAll(/^ {10}/gm, '        ')}---\n${service.split('\n').slice(1).join('\n')}`;
    const theirs = edited(
      ['proxy:1', 'proxy:2'],
      ['"info"]', '"warn"]\n          tty: false'],
      ['port: 80', 'port: 80\n      appProtocol: http'],
    );
    const text = merged(ours, theirs);
    expect(text).toContain('      # first\n      - name: proxy\n        image: example/proxy:2\n');
    expect(text).toContain(
      '      - name: api\n        image: example/api:1\n        args: ["--log", "warn"]\n        tty: false\n',
    );
    expect(text).toContain('      port: 80\n      appProtocol: http\n');
  });

  it('removes and adds documents and fields', () => {
    const ours = edited(['replicas: 2', 'replicas: 5']);
    const theirs = `${BASE.split('---\n')[1]?.replace('          args: ["--log", "info"]\n', '') ?? ''}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: more\n`;
    const text = merged(ours, theirs);
    expect(text).not.toContain('Service');
    expect(text).not.toContain('args');
    expect(text).toContain('replicas: 5\n');
    expect(text).toMatch(/---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n {2}name: more\n$/);
  });

  it('tells of a conflict where it is', () => {
    const { conflicts } = mergeText(BASE, edited(['api:1', 'api:mine']), edited(['api:1', 'api:2']), 'yaml');
    expect(conflicts).toEqual([
      {
        where: 'apps/v1 Deployment api: spec.template.spec.containers[name=api].image',
        base: '"example/api:1"',
        yours: '"example/api:mine"',
        kits: '"example/api:2"',
      },
    ]);
  });

  it('does not guess where anchors would carry a change elsewhere', () => {
    const ours = 'a: &x\n  k: 1\nb: *x\n';
    const { conflicts, text } = mergeText(
      'a:\n  k: 1\nb:\n  k: 1\n',
      ours,
      'a:\n  k: 1\nb:\n  k: 2\n',
      'yaml',
    );
    expect(conflicts.length > 0 || /b:\n {2}k: 2/.test(text)).toBe(true);
  });

  it('large numbers are not rounded into equality', () => {
    const { text } = mergeText(
      'a: 9007199254740993\nb: 1\n',
      'a: 9007199254740993\nb: 2\n',
      'a: 9007199254740992\nb: 1\n',
      'yaml',
    );
    expect(text).toBe('a: 9007199254740992\nb: 2\n');
  });

  it('adopts a superset and refuses a contradiction', () => {
    const theirs = 'a: 1\nb:\n  c: 2\n';
    expect(adoptText('# mine\nb: { c: 2, d: 3 }\na: 1\n', theirs, 'yaml')).toMatchObject({
      conflicts: [],
      text: '# mine\nb: { c: 2, d: 3 }\na: 1\n',
    });
    expect(adoptText('a: 2\n', theirs, 'yaml').conflicts).toHaveLength(1);
  });

  it('by line for other formats, and for YAML that cannot be read by field', () => {
    const base = 'a: {{ .x }}\nb\nc\nd\ne\n';
    const result = mergeText(base, base.replace('e', 'E'), base.replace('{{ .x }}', '{{ .y }}'), 'yaml');
    expect(result).toMatchObject({ conflicts: [], text: 'a: {{ .y }}\nb\nc\nd\nE\n' });
    const shell = mergeText(
      '#!/bin/sh\n# acgs: kit=a@1.0.0 mode=merge\necho\n',
      '#!/bin/sh\n# acgs: kit=a@1.0.0 mode=merge\necho mine\n',
      '#!/bin/sh\n# acgs: kit=a@1.1.0 mode=merge\necho\n',
      'shell',
    );
    expect(shell).toMatchObject({
      conflicts: [],
      text: '#!/bin/sh\n# acgs: kit=a@1.1.0 mode=merge\necho mine\n',
    });
  });
});

/** Documents with fields of which each side changes others. */
const leaf = fc.oneof(fc.string({ maxLength: 12 }), fc.integer(), fc.boolean(), fc.constant(null));
const tree = fc.dictionary(
  fc.stringMatching(/^[a-d]{1,2}$/),
  fc.oneof(leaf, fc.dictionary(fc.stringMatching(/^[e-h]$/), leaf), fc.array(leaf, { maxLength: 3 })),
  { minKeys: 1, maxKeys: 5 },
);
const print = (value: unknown): string => new Document(value, { aliasDuplicateObjects: false }).toString();

describe('merging text keeps its laws', () => {
  it('base = theirs gives ours, base = ours gives theirs, byte for byte', () => {
    fc.assert(
      fc.property(tree.map(print), tree.map(print), (a, b) => {
        expect(mergeText(a, b, a, 'yaml').text).toBe(b);
        expect(mergeText(a, a, b, 'yaml').text).toBe(b);
      }),
      { numRuns: 50 },
    );
  });

  it('fields that each side adds, changes or takes away by itself all arrive', () => {
    fc.assert(
      fc.property(tree, tree, tree, (base, mine, kits) => {
        const side = (prefix: string, of: object): object =>
          Object.fromEntries(Object.entries(of).map(([name, value]) => [prefix + name, value]));
        const all = { mine: side('m', base), kits: side('k', base), both: base };
        const ours = { ...all, mine: mine };
        const theirs = { ...all, kits: kits };
        const result = mergeText(print(all), print(ours), print(theirs), 'yaml');
        expect(result.conflicts).toEqual([]);
        const again = mergeText(result.text, print({ ...all, mine, kits }), result.text, 'yaml');
        expect(again.text).toBe(print({ ...all, mine, kits }));
        expect(mergeText('', result.text, print({ ...all, mine, kits }), 'yaml').conflicts).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
