import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AcgsError } from '../../src/model/errors.js';
import { hideSecret } from '../../src/system/redaction.js';
import { defineStep, newFolder, note, runTiny } from './tiny-world.js';

/** A step that leaves something behind to end later, and one that comes after it. */
function stepsWith(cleaning: () => Promise<void>) {
  const smoke = defineStep({
    id: 'smoke',
    title: 'Smoke',
    per: 'service',
    needs: [],
    output: note,
    run: (_inputs, { run, later }) => {
      later(cleaning().then(() => void run.did.push('cleaned')));
      return Promise.resolve({ text: 'healthy' });
    },
  });
  const push = defineStep({
    id: 'push',
    title: 'Push',
    per: 'service',
    needs: [smoke],
    output: note,
    run: (_inputs, { run }) => {
      run.did.push('pushed');
      return Promise.resolve({ text: 'pushed' });
    },
  });
  return [smoke, push];
}

describe('what a step leaves to end later', () => {
  it('is waited for by the run, not by the next step', async () => {
    const { result, did } = await runTiny(
      await newFolder(),
      stepsWith(() => sleep(50)),
    );
    expect(result.status).toBe('passed');
    expect(did).toEqual(['pushed', 'cleaned']);
  });

  it('warns, with the step’s name and without secrets, where it fails', async () => {
    hideSecret('canary-secret');
    const fails = () => Promise.reject(new Error('the engine is gone, canary-secret'));
    const { result, events, statuses } = await runTiny(await newFolder(), stepsWith(fails));
    expect(result).toMatchObject({ status: 'passed', exit: 0 });
    expect(statuses).toEqual({ 'api/smoke': 'passed', 'api/push': 'passed' });
    const warnings = events.filter(({ type }) => type === 'warning');
    expect(warnings).toEqual([
      expect.objectContaining({
        key: { step: 'smoke', service: 'api' },
        text: expect.stringMatching(/^could not clean up: the engine is gone, (?!canary)/),
      }),
    ]);
  });

  it('is given time to end where the run is stopped meanwhile', async () => {
    const stop = new AbortController();
    const cleaning = async (): Promise<void> => {
      stop.abort(new AcgsError('run/interrupted', 'enough'));
      await sleep(50);
    };
    const { result, did } = await runTiny(await newFolder(), stepsWith(cleaning), { signal: stop.signal });
    expect(result).toMatchObject({ status: 'cancelled', error: { code: 'run/interrupted' } });
    expect(did).toEqual(['cleaned']);
  });
});
