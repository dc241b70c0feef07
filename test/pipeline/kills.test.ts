import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { AcgsError } from '../../src/model/errors.js';
import { setDoorPolicy } from '../../src/system/door.js';
import { expectReleasedOnce } from './fixture/released-once.js';
import { buildTinyRelease, startRelease } from './fixture/spawn-release.js';
import { runTinyRelease } from './fixture/tiny-steps.js';
import { newFolder } from './tiny-world.js';

let script: string;
beforeAll(async () => {
  script = await buildTinyRelease();
  return () => rm(dirname(dirname(script)), { recursive: true });
}, 60_000);

afterEach(() => {
  setDoorPolicy({});
});

it('a run that is killed at any effect leaves a journal that can be read, and resumes to the same digest with nothing twice', async () => {
  let kills = 0;
  for (let effect = 1; ; effect += 1) {
    const root = await newFolder();
    const first = await startRelease(script, [root], `kill:${effect}`).ended;
    if (first.code === 0) break;
    expect(first.signal).toBe('SIGKILL');
    kills += 1;
    const ids = await readdir(join(root, '.acgs/runs')).catch(() => []);
    const hasJournal =
      ids.length > 0 && (await readdir(join(root, '.acgs/runs', ids[0]!))).includes('journal.jsonl');
    // Whether a run resumes does not depend on the process that it is in: only the kill needs one of its own.
    const second = await runTinyRelease({ root, resume: hasJournal });
    expect(second.exit, JSON.stringify(second.error)).toBe(0);
    await expectReleasedOnce(root);
  }
  expect(kills).toBeGreaterThan(20);
}, 120_000);

/** Lets the effects of one run through until the k-th, which fails. Tells whether it came to that. */
function failAt(effect: number): { readonly happened: () => boolean } {
  let seen = 0;
  setDoorPolicy({
    observe: ({ mutates, detail }) => {
      if (!mutates) return;
      seen += 1;
      if (seen === effect) throw new AcgsError('file/failed', `fault injected: ${detail}`);
    },
  });
  return { happened: () => seen >= effect };
}

it('a run that fails at any effect ends with an error, never 0, and the next run completes it', async () => {
  let failures = 0;
  for (let effect = 1; ; effect += 1) {
    const root = await newFolder();
    const fault = failAt(effect);
    const exit = await runTinyRelease({ root, services: ['api'] }).then(
      (result) => result.exit,
      (error: unknown) => (error instanceof AcgsError ? error.exit : undefined),
    );
    setDoorPolicy({});
    if (!fault.happened()) {
      expect(exit).toBe(0);
      break;
    }
    failures += 1;
    expect(exit, `failed at effect ${effect}`).toBe(1);
    // Where giving back the lock is what failed, its holder would have ended now; taking it over is tested with the locks.
    await rm(join(root, '.acgs/lock'), { force: true });
    expect((await runTinyRelease({ root, services: ['api'] })).exit).toBe(0);
    await expectReleasedOnce(root, ['api']);
  }
  expect(failures).toBeGreaterThan(15);
}, 120_000);
