import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Compliance } from '../../src/actions/compliance.js';
import { project } from './project.js';

test.each([
  ['bundles', 'sign: { key: cosign.key }'],
  ['cosign 2’s form beside them', 'sign: { key: cosign.key, format: both }'],
])(
  'everything that a release builds and attests carries the constitutional hash: %s',
  async (_what, sign) => {
    using it = await project({ more: `${sign}\nconstitutionalHash: feedfacefeedface` });
    const { code, stderr } = await it.release([]);
    expect(code, stderr).toBe(0);
    const listed = await it.acgs(['compliance', '--json']);
    expect(listed.code, listed.stdout).toBe(0);
    const { percent, items } = JSON.parse(listed.stdout) as Compliance;
    expect(percent).toBe(100);
    const kinds = items.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'built')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'attested').length).toBeGreaterThan(5);
    const provenance = readFileSync(join(it.folder, 'dist/release/api/provenance.json'), 'utf8');
    expect(provenance).toContain('"constitutionalHash":"feedfacefeedface"');
  },
);

test('what another tool attached without it is listed, and refused', async () => {
  using it = await project({});
  expect((await it.release(['--key', 'cosign.key'])).code).toBe(0);
  it.write({ 'predicate.json': '{"a":1}' });
  const type = 'https://example.com/review';
  const args = [
    'attest',
    '--layout',
    'dist/release/api/image',
    '--type',
    type,
    '--predicate',
    'predicate.json',
  ];
  const attested = await it.acgs([...args, '--key', 'cosign.key']);
  expect(attested.code, attested.stderr).toBe(0);
  const { code, stdout } = await it.acgs(['compliance', '--json']);
  expect(code).toBe(3);
  const { items } = JSON.parse(stdout) as Compliance;
  expect(items.filter(({ met }) => !met).map(({ where }) => where)).toEqual([expect.stringContaining(type)]);
});
