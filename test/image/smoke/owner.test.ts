import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { isGone, smokeOwner } from '../../../src/image/smoke/owner.js';

test('an owner is gone once its process is, and not before', async () => {
  const own = await smokeOwner();
  const [space, , start] = own.split('.');
  expect(own).toMatch(/^[\w.-]{1,128}$/);
  expect(await isGone(own)).toBe(false);
  const { pid } = spawnSync('true');
  expect(await isGone(`${space}.${pid}.${start}`)).toBe(true);
  // The same number, given to another process since.
  expect(await isGone(`${space}.${process.pid}.${'0'.repeat(12)}`)).toBe(true);
});

test('whoever cannot be asked after is believed to live: another host, another namespace, no owner', async () => {
  const { pid } = spawnSync('true');
  const [, , start] = (await smokeOwner()).split('.');
  for (const owner of [`${'0'.repeat(12)}.${pid}.${start}`, '', 'latest', `../..${pid}`])
    expect(await isGone(owner)).toBe(false);
});
