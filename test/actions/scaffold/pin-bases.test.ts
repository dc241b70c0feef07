import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pinBases } from '../../../src/actions/scaffold/pin-bases.js';
import { isDigest } from '../../../src/model/digest.js';
import { projectRoot } from '../../bench/bench.js';

interface Locked {
  readonly digest: string;
  readonly seen: string;
  readonly source: string;
}
const lock = JSON.parse(
  readFileSync(join(projectRoot, 'templates/dockerfile/bases.lock.json'), 'utf8'),
) as Readonly<Record<string, Locked>>;

it('without a registry the lock pins, and its day is told', async () => {
  const { bases, warnings } = await pinBases(['node:24-slim'], { offline: true, registry: {} });
  expect(bases).toEqual([{ image: 'node:24-slim', digest: lock['node:24-slim']?.digest, from: 'lock' }]);
  expect(warnings[0]).toContain(`pinned to the image of ${String(lock['node:24-slim']?.seen)} (offline)`);
});

it('what the lock does not have is named by its tag, with a warning', async () => {
  const { bases, warnings } = await pinBases(['example.com/none:1'], { offline: true, registry: {} });
  expect(bases).toEqual([{ image: 'example.com/none:1', from: 'tag' }]);
  expect(warnings).toHaveLength(1);
});

it.for(Object.entries(lock))(
  'the entry of %s names a digest, a day and the place that says so',
  ([, entry]) => {
    expect(isDigest(entry.digest)).toBe(true);
    expect(entry.seen).toMatch(/^2026-\d\d-\d\d$/);
    expect(entry.source).toMatch(
      /^https:\/\/github\.com\/docker-library\/repo-info\/blob\/[0-9a-f]{40}\/repos\/[\w./-]+\.md$/,
    );
  },
);
