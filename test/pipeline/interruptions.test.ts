import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJournal } from '../../src/pipeline/run-folder.js';
import { expectReleasedOnce } from './fixture/released-once.js';
import { buildTinyRelease, startRelease } from './fixture/spawn-release.js';
import { survivors, untilBusy } from './fixture/survivors.js';
import { newFolder } from './tiny-world.js';

let script: string;
beforeAll(async () => {
  script = await buildTinyRelease();
  return () => rm(dirname(dirname(script)), { recursive: true });
}, 60_000);

const release = (args: readonly string[]) => startRelease(script, args).ended;

describe('a run that is interrupted', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ] as const)(
    '%s: exit %i, no child left, undone, journaled',
    async (signal, code) => {
      const root = await newFolder();
      const running = startRelease(script, [root, '--slow']);
      await untilBusy(running);
      const asked = performance.now();
      running.kill(signal);
      const ended = await running.ended;
      expect(performance.now() - asked).toBeLessThan(7000);
      expect(ended).toMatchObject({ code, signal: null });
      expect(survivors(running.pid)).toEqual([]);
      expect(await readdir(join(root, 'dist'))).toEqual([]);
      const record = await readJournal(root);
      expect(record.finish).toMatchObject({
        status: 'cancelled',
        exit: code,
        error: { code: 'run/interrupted' },
      });
      expect(record.ends.map(({ status, reason }) => [status, reason]).toSorted()).toEqual([
        ['cancelled', `interrupted by ${signal}`],
        ['cancelled', `interrupted by ${signal}`],
        ['pending', `not started: interrupted by ${signal}`],
        ['pending', `not started: interrupted by ${signal}`],
      ]);
      expect((await release([root, '--resume'])).code).toBe(0);
      await expectReleasedOnce(root);
    },
    30_000,
  );

  it('does not wait for ever for a step that will not stop', async () => {
    const root = await newFolder();
    const running = startRelease(script, [root, '--stubborn']);
    await running.shows('"step-started"');
    await sleep(200);
    const asked = performance.now();
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(performance.now() - asked).toBeLessThan(7000);
    expect((await readJournal(root)).finish?.exit).toBe(130);
  }, 30_000);

  it('ends at once at the second Ctrl-C', async () => {
    const root = await newFolder();
    const running = startRelease(script, [root, '--stubborn']);
    await running.shows('"step-started"');
    running.kill('SIGINT');
    await sleep(700);
    const asked = performance.now();
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(performance.now() - asked).toBeLessThan(2000);
  }, 30_000);

  it('by its time limit exits 124', async () => {
    const root = await newFolder();
    const ended = await release([root, '--slow', '--timeout', '300']);
    expect(ended.code).toBe(124);
    expect((await readJournal(root)).finish?.error?.code).toBe('run/timeout');
  }, 30_000);
});
