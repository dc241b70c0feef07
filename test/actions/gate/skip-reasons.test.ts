import { expect, it } from 'vitest';
import { gate } from '../../../src/actions/gate.js';
import { skipReasons } from '../../../src/actions/gate/skip-reasons.js';
import { configurationSchema } from '../../../src/config/schema/document.js';
import { NO_IGNORES } from '../../../src/scan/ignores/ignore-entry.js';

const request = {
  image: 'acme/api',
  scans: [],
  folder: '/nonexistent',
  root: '/nonexistent',
  settings: configurationSchema.shape.scan.parse({}),
  ignores: NO_IGNORES,
};

it('a skipped check refuses a push, and nothing but a push', () => {
  expect(skipReasons(['scan', 'smoke'], true)).toHaveLength(2);
  expect(skipReasons(['scan', 'smoke'], false)).toEqual([]);
  expect(skipReasons([], true)).toEqual([]);
});

it('the gate refuses a push whose scan was skipped, with 3', async () => {
  const decision = await gate({ ...request, skipped: ['scan'], push: true });
  expect(decision).toMatchObject({ refused: true, error: { code: 'gate/refused', exit: 3 } });
  expect(decision.error?.next).toContain('or skip the gate too: --skip gate');
});

it('without a push a skipped scan passes', async () => {
  expect(await gate({ ...request, skipped: ['scan'] })).toMatchObject({ refused: false, reasons: [] });
});
