import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/model/digest.js';
import { readJournal } from '../../src/pipeline/run-folder.js';
import { buildTinyRelease, type Running, startRelease } from './fixture/spawn-release.js';
import { newFolder } from './tiny-world.js';

let script: string;
beforeAll(async () => {
  script = await buildTinyRelease();
  return () => rm(dirname(dirname(script)), { recursive: true });
}, 60_000);

const release = (args: readonly string[], fault?: string) => startRelease(script, args, fault).ended;

/** What must hold once a release has gone through, however often it was broken off before. */
async function expectReleasedOnce(root: string, services: readonly string[] = ['api', 'web']): Promise<void> {
  const lines = async (file: string) =>
    (await readFile(join(root, file), 'utf8')).trim().split('\n').toSorted();
  expect(await lines('registry.log')).toEqual(
    services.map((name) => `${name} ${digestOf(`image of ${name}`)}`),
  );
  const made = await readdir(join(root, 'dist'));
  // A write that SIGKILL cut off leaves its temporary file; it was never under its name.
  expect(made.filter((name) => !name.endsWith('.tmp')).toSorted()).toEqual(
    [...services.map((name) => `${name}.txt`), 'builds.log'].toSorted(),
  );
  expect((await readJournal(root)).finish).toMatchObject({ status: 'passed', exit: 0 });
}

/** Ids of processes that a run of this process started and that still live. */
const survivors = (pid: number): number[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`sleep 61.${pid}`))
    .map((line) => Number.parseInt(line, 10));

/** Waits until both builds have their tool running. */
async function untilBusy(running: Running): Promise<void> {
  await running.shows('"step-started"');
  while (survivors(running.pid).length < 4) await sleep(50);
}

describe('a run that is killed', () => {
  it('at any effect leaves a journal that can be read, and resumes to the same digest with nothing twice', async () => {
    let kills = 0;
    for (let effect = 1; ; effect += 1) {
      const root = await newFolder();
      const first = await release([root], `kill:${effect}`);
      if (first.code === 0) break;
      expect(first.signal).toBe('SIGKILL');
      kills += 1;
      const ids = await readdir(join(root, '.acgs/runs')).catch(() => []);
      const hasJournal =
        ids.length > 0 && (await readdir(join(root, '.acgs/runs', ids[0]!))).includes('journal.jsonl');
      const second = await release(hasJournal ? [root, '--resume'] : [root]);
      expect(second.code, second.stderr).toBe(0);
      await expectReleasedOnce(root);
    }
    expect(kills).toBeGreaterThan(20);
  }, 120_000);

  it('that fails at any effect exits with an error, never 0, and the next run completes it', async () => {
    let failures = 0;
    for (let effect = 1; ; effect += 1) {
      const root = await newFolder();
      const first = await release([root, '--one'], `fail:${effect}`);
      if (!first.stderr.includes('fault injected') && first.code === 0) break;
      failures += 1;
      expect(first.code, `failed at effect ${effect}: ${first.stdout}`).toBe(1);
      expect((await release([root, '--one'])).code).toBe(0);
      await expectReleasedOnce(root, ['api']);
    }
    expect(failures).toBeGreaterThan(15);
  }, 120_000);
});

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

describe('the lock', () => {
  it('lets one of many runs work, refuses the others with 2', async () => {
    const root = await newFolder();
    const first = startRelease(script, [root, '--slow', '--timeout', '4000']);
    await first.shows('"step-started"');
    const others = await Promise.all([1, 2, 3].map(() => release([root])));
    expect(others.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(others[0]?.stdout).toBe('{"error":"run/locked"}');
    expect((await first.ended).code).toBe(124);
    expect((await release([root])).code).toBe(0);
  }, 60_000);

  it('of a killed run is taken over by exactly one of several', async () => {
    const root = await newFolder();
    const killed = startRelease(script, [root, '--slow']);
    await untilBusy(killed);
    killed.kill('SIGKILL');
    await killed.ended;
    for (const pid of survivors(killed.pid)) process.kill(pid, 'SIGKILL');
    const runs = await Promise.all([1, 2, 3, 4, 5].map(() => release([root, '--slow', '--timeout', '2500'])));
    expect(runs.map(({ code }) => code).toSorted()).toEqual([124, 2, 2, 2, 2]);
  }, 60_000);
});
