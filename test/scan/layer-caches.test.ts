import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LayerCaches } from '../../src/scan/layer-caches.js';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'acgs-test-'));
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});
const open = (cores: number): LayerCaches => new LayerCaches(() => Promise.resolve(parent), cores);
const amd64 = (image: string) => ({ image, platform: { name: 'linux/amd64' } });
const learntIn = (folder: string): string => join(folder, 'fanal', 'fanal.db');

/** What a Trivy that looks at an image leaves in its cache: all that it found there, and one layer more. */
const learn = (folder: string, layer: string) => async (): Promise<void> => {
  const file = learntIn(folder);
  const known = existsSync(file) ? readFileSync(file, 'utf8') : '';
  await sleep(5);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${known}${layer} `);
};

describe('the layer caches of a run', () => {
  it('give a folder to one user at a time, and each image its own', async () => {
    const caches = open(2);
    const order: string[] = [];
    const work = (name: string) => async (folder: string) => {
      order.push(`${name} in`);
      await sleep(10);
      order.push(`${name} out`);
      return folder;
    };
    const [a, b, other] = await Promise.all([
      caches.use(amd64('image'), work('a')),
      caches.use(amd64('image'), work('b')),
      caches.use(amd64('other'), (folder) => Promise.resolve(folder)),
    ]);
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out']);
    expect(a).toBe(b);
    expect(other).not.toBe(a);
    await caches.settled();
  });

  it('let images take over what those before them have learnt, and look one after the other on two cores', async () => {
    const caches = open(2);
    const order: string[] = [];
    const look = (image: string) =>
      caches.use(amd64(image), async (folder) => {
        await caches.look(amd64(image), async () => {
          order.push(`${image} looks`);
          await learn(folder, image)();
          order.push(`${image} looked`);
        });
        return readFileSync(learntIn(folder), 'utf8');
      });
    expect(await Promise.all([look('a'), look('b'), look('c')])).toEqual(['a ', 'a b ', 'a b c ']);
    expect(order).toEqual(['a looks', 'a looked', 'b looks', 'b looked', 'c looks', 'c looked']);
  });

  it('keep what one learns later to itself', async () => {
    const caches = open(2);
    const twice = caches.use(amd64('a'), async (folder) => {
      await caches.look(amd64('a'), learn(folder, 'a'));
      await caches.look(amd64('a'), learn(folder, 'again'));
    });
    const other = caches.use(amd64('b'), async (folder) => {
      await caches.look(amd64('b'), learn(folder, 'b'));
      return readFileSync(learntIn(folder), 'utf8');
    });
    await twice;
    expect(await other).toBe('a b ');
  });

  it('make nobody wait for another image once its own layers were looked at', async () => {
    const caches = open(2);
    await caches.use(amd64('a'), (folder) => caches.look(amd64('a'), learn(folder, 'a')));
    let end: () => void = () => undefined;
    const long = caches.use(amd64('b'), () =>
      caches.look(amd64('b'), () => new Promise<void>((resolve) => (end = resolve))),
    );
    await sleep(5);
    const order: string[] = [];
    await caches.use(amd64('a'), () => caches.look(amd64('a'), () => Promise.resolve(void order.push('a'))));
    expect(order).toEqual(['a']);
    end();
    await long;
  });

  it('have as many lanes as keep the cores busy, and need one only for the first look', async () => {
    const lanes = (cores: number): Set<string> => {
      const caches = open(cores);
      return new Set(['a', 'b', 'c', 'd', 'e'].map((image) => caches.laneOf(image, 'linux/amd64')));
    };
    expect(lanes(1).size).toBe(1);
    expect(lanes(3).size).toBe(1);
    expect(lanes(8).size).toBe(4);
    const caches = open(2);
    const before = caches.neededFor('a', 'linux/amd64');
    expect(before).toContain(caches.laneOf('a', 'linux/amd64'));
    expect(caches.neededFor('a', 'linux/arm64')).toContain(caches.laneOf('a', 'linux/amd64'));
    await caches.use(amd64('a'), (folder) => caches.look(amd64('a'), learn(folder, 'a')));
    const after = caches.neededFor('a', 'linux/amd64');
    expect(after).toEqual(before.filter((thing) => thing !== caches.laneOf('a', 'linux/amd64')));
    expect(after).toHaveLength(1);
  });

  it('hand nothing on after a look that failed, and go on', async () => {
    const caches = open(2);
    await caches.use(amd64('a'), (folder) => caches.look(amd64('a'), learn(folder, 'a')));
    const failing = caches.use(amd64('b'), (folder) =>
      caches.look(amd64('b'), async () => {
        await learn(folder, 'half of b')();
        throw new Error('no');
      }),
    );
    await expect(failing).rejects.toThrow('no');
    await caches.use(amd64('c'), async (folder) => {
      await caches.look(amd64('c'), learn(folder, 'c'));
      expect(readFileSync(learntIn(folder), 'utf8')).toBe('c ');
    });
    // it was not looked at: the next one at it is the first again
    expect(caches.neededFor('b', 'linux/amd64')).toContain(caches.laneOf('b', 'linux/amd64'));
  });
});
