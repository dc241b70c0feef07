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
const open = (cores = 4): TrivySession => new TrivySession({ cacheDir, maxDbAgeMs: 1, cores });
const amd64 = (image: string) => ({ image, platform: { name: 'linux/amd64' } });

describe('a Trivy session', () => {
  it('lets one work at a time on an image, and others beside it', async () => {
    const session = open();
    const order: string[] = [];
    const work = (name: string) => async (folder: string) => {
      order.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 10));
      order.push(`${name} out`);
      return folder;
    };
    const [a, b, other] = await Promise.all([
      session.inCache(amd64('image'), work('a')),
      session.inCache(amd64('image'), work('b')),
      session.inCache(amd64('other'), () => Promise.resolve('')),
    ]);
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out']);
    expect(a).toBe(b);
    expect(other).toBe('');
    await session.close();
    expect(readdirSync(cacheDir)).toEqual([]);
  });

  it('has as many caches as keep the cores busy, and one for an image at any time', async () => {
    const caches = (cores: number): string[] => {
      const session = open(cores);
      const images = ['a', 'b', 'c', 'd', 'e', 'a'].map((image) => session.cacheOf(image, 'linux/amd64'));
      return [...images, session.cacheOf('a', 'linux/arm64')];
    };
    expect(new Set(caches(1))).toEqual(new Set(['trivy-0']));
    expect(new Set(caches(3))).toEqual(new Set(['trivy-0']));
    const [a, b, c, d, e, again, other] = caches(8);
    expect(new Set([a, b, c, d]).size).toBe(4);
    expect(e).toBe(a);
    expect(again).toBe(a);
    expect(other).toBe(b);
    const session = open(2);
    const folders = await Promise.all(
      ['a', 'b'].map((image) => session.inCache(amd64(image), (folder) => Promise.resolve(folder))),
    );
    expect(folders[0]).toBe(folders[1]);
    await session.close();
  });

  it('goes on after work that failed', async () => {
    const session = open();
    await expect(session.inCache(amd64('image'), () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await session.inCache(amd64('image'), () => Promise.resolve(1))).toBe(1);
    await session.close();
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
