import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TrivySession } from '../../src/scan/trivy-session.js';

let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'acgs-test-'));
});
afterEach(() => {
  rmSync(cacheDir, { recursive: true, force: true });
});
const open = (): TrivySession => new TrivySession({ cacheDir, maxDbAgeMs: 1 });

describe('a Trivy session', () => {
  it('waits for those that use its caches before it removes them', async () => {
    const session = open();
    const seen: boolean[] = [];
    const use = session.caches.use({ image: 'image', platform: { name: 'linux/amd64' } }, async (folder) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      seen.push(existsSync(folder));
    });
    await session.close();
    await use;
    expect(seen).toEqual([true]);
    expect(readdirSync(cacheDir)).toEqual([]);
  });

  it('clears what a killed run left behind a day ago, and nothing younger or of others', async () => {
    const long = new Date(Date.now() - 25 * 3_600_000);
    for (const name of ['acgs-run-old', 'acgs-run-young', 'fanal']) mkdirSync(join(cacheDir, name));
    for (const name of ['acgs-run-old', 'fanal']) utimesSync(join(cacheDir, name), long, long);
    const session = open();
    await session.scratch();
    await session.close();
    expect(readdirSync(cacheDir).sort()).toEqual(['acgs-run-young', 'fanal']);
  });

  it('works beside a cache that cannot be written', async () => {
    const file = join(cacheDir, 'file');
    writeFileSync(file, '');
    const session = new TrivySession({ cacheDir: join(file, 'below'), maxDbAgeMs: 1 });
    const folder = await session.scratch();
    expect(existsSync(folder)).toBe(true);
    await session.close();
    expect(existsSync(folder)).toBe(false);
  });
});
