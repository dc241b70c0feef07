import { expect, it } from 'vitest';
import { pinBases } from '../../../src/actions/scaffold/pin-bases.js';
import { bench } from '../../bench/bench.js';

it('a base is pinned to what its registry says now', async () => {
  const { registryReferrers, baseImages } = bench();
  const image = `${registryReferrers}/library/busybox:stable`;
  const digest = baseImages['busybox:stable'].replace(/^.*@/, '');
  expect(await pinBases([image], { offline: false, registry: {} })).toEqual({
    bases: [{ image, digest, from: 'registry' }],
    warnings: [],
  });
});

it('a tag that its registry does not have is no digest, and says so', async () => {
  const image = `${bench().registryReferrers}/library/busybox:none`;
  const { bases, warnings } = await pinBases([image], { offline: false, registry: {} });
  expect(bases).toEqual([{ image, from: 'tag' }]);
  expect(warnings[0]).toContain('there is no such tag');
});
