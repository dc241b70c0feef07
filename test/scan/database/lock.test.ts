import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../../src/scan/database/lock.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acgs-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const lock = (): string => join(folder, '.acgs.lock');
const nobody = 4_194_399;

describe('the lock of the shared database', () => {
  it('lets one in at a time, and is gone afterwards', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, (inside += 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(async () => withLock(folder, { waitMs: 10_000 }, work)));
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is released when the work fails', async () => {
    await expect(withLock(folder, { waitMs: 10 }, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['of a process that is gone', JSON.stringify({ pid: nobody, since: new Date().toISOString() })],
    ['from long ago', JSON.stringify({ pid: process.pid, since: '2020-01-01T00:00:00Z' })],
    ['that nobody can read', 'x'],
  ])('%s is taken over', async (_, content) => {
    writeFileSync(lock(), content);
    const held = await withLock(folder, { waitMs: 5_000 }, () =>
      Promise.resolve(readFileSync(lock(), 'utf8')),
    );
    expect(JSON.parse(held)).toMatchObject({ pid: process.pid });
  });

  it('held by a living process is waited for, then given up', async () => {
    writeFileSync(lock(), JSON.stringify({ pid: process.pid, since: new Date().toISOString() }));
    await expect(withLock(folder, { waitMs: 300 }, () => Promise.resolve())).rejects.toMatchObject({
      code: 'run/timeout',
    });
  });
});
