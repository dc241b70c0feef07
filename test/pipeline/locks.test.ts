import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildTinyRelease, startRelease } from './fixture/spawn-release.js';
import { survivors, untilBusy } from './fixture/survivors.js';
import { newFolder } from './tiny-world.js';

let script: string;
beforeAll(async () => {
  script = await buildTinyRelease();
  return () => rm(dirname(dirname(script)), { recursive: true });
}, 60_000);

const release = (args: readonly string[]) => startRelease(script, args).ended;

describe('the lock', () => {
  it('lets one of many runs work, refuses the others with 2', async () => {
    const root = await newFolder();
    const first = startRelease(script, [root, '--slow']);
    await first.shows('"step-started"');
    const others = await Promise.all([1, 2, 3].map(() => release([root])));
    expect(others.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(others[0]?.stdout).toBe('{"error":"run/locked"}');
    first.kill('SIGTERM');
    expect((await first.ended).code).toBe(143);
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
