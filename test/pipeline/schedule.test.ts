import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schedule } from '../../src/pipeline/schedule.js';

const tasks = fc.array(
  fc.record({
    before: fc.array(fc.nat(9), { maxLength: 3 }),
    exclusive: fc.subarray(['push a', 'push b']),
    ticks: fc.nat(3),
  }),
  { minLength: 1, maxLength: 10 },
);

describe('the schedule', () => {
  it('runs each task once, after those it waits for, within the limit, and never two that exclude each other', async () => {
    await fc.assert(
      fc.asyncProperty(tasks, fc.integer({ min: 1, max: 4 }), async (specs, limit) => {
        const ended = new Set<string>();
        const running = new Set<number>();
        const started: number[] = [];
        await schedule(
          specs.map(({ before, exclusive, ticks }, index) => {
            const waitsFor = before.filter((each) => each < index).map(String);
            return {
              name: String(index),
              waitsFor,
              exclusive: () => exclusive,
              run: async () => {
                started.push(index);
                expect(waitsFor.every((name) => ended.has(name))).toBe(true);
                for (const other of running)
                  expect(specs[other]?.exclusive.some((thing) => exclusive.includes(thing))).toBe(false);
                running.add(index);
                expect(running.size).toBeLessThanOrEqual(limit);
                for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
                running.delete(index);
                ended.add(String(index));
              },
            };
          }),
          limit,
        );
        expect(started.toSorted()).toEqual(specs.map((_, index) => index).toSorted());
      }),
    );
  });

  it('does not let those that wait take the place of those that work', async () => {
    const order: string[] = [];
    let release: () => void = () => undefined;
    const engine = new Promise<void>((resolve) => {
      release = resolve;
    });
    const waiting = (name: string) => ({
      name,
      waitsFor: [],
      exclusive: () => [],
      waits: true,
      run: async () => {
        order.push(`${name} starts`);
        await engine;
        order.push(`${name} ends`);
      },
    });
    const working = (name: string, last: boolean) => ({
      name,
      waitsFor: [],
      exclusive: () => [],
      run: () => {
        order.push(name);
        if (last) release();
        return Promise.resolve();
      },
    });
    await schedule([waiting('a'), waiting('b'), working('c', false), working('d', true)], 1);
    expect(order).toEqual(['a starts', 'c', 'd', 'a ends', 'b starts', 'b ends']);
  });

  it('takes the group first that is further along, then the list', async () => {
    const order: string[] = [];
    const task = (name: string, group: string, ticks: number, ...waitsFor: readonly string[]) => ({
      ...{ name, group, waitsFor, exclusive: () => (name.startsWith('build') ? [] : ['scanner']) },
      run: async () => {
        await sleep(ticks);
        order.push(name);
      },
    });
    await schedule(
      [
        task('build a', 'a', 30),
        task('list a', 'a', 0, 'build a'),
        task('scan a', 'a', 0, 'list a'),
        task('build b', 'b', 0),
        task('list b', 'b', 60, 'build b'),
        task('scan b', 'b', 0, 'list b'),
      ],
      2,
    );
    expect(order).toEqual(['build b', 'build a', 'list b', 'scan b', 'list a', 'scan a']);
  });

  it('lets another have what a task gives back before its end, and nothing that it does not have', async () => {
    const order: string[] = [];
    const task = (name: string, things: readonly string[], gives: string) => ({
      name,
      waitsFor: [],
      exclusive: () => things,
      run: async (free: (thing: string) => void) => {
        order.push(`${name} starts`);
        await sleep(5);
        free(gives);
        await sleep(20);
        order.push(`${name} ends`);
      },
    });
    await schedule(
      [
        task('a', ['lane', 'cache a'], 'lane'),
        task('b', ['lane', 'cache b'], 'cache a'),
        task('c', ['cache a'], 'cache a'),
      ],
      3,
    );
    expect(order).toEqual(['a starts', 'b starts', 'a ends', 'c starts', 'b ends', 'c ends']);
  });

  it('starts what waits no sooner than what works in its group and is held up by another', async () => {
    const order: string[] = [];
    const task = (name: string, group: string, exclusive: readonly string[], waits = false) => ({
      ...{ name, group, waits, waitsFor: [], exclusive: () => exclusive },
      run: async () => {
        order.push(name);
        await sleep(10);
      },
    });
    await schedule(
      [
        task('try a', 'a', [], true),
        task('look a', 'a', ['lane']),
        task('try b', 'b', [], true),
        task('look b', 'b', ['lane']),
        task('try c', 'c', [], true),
      ],
      9,
    );
    expect(order).toEqual(['try a', 'look a', 'try c', 'try b', 'look b']);
  });

  it('asks what a task needs when it could start', async () => {
    const order: string[] = [];
    let looked = false;
    const work = (name: string, ticks: number) => async () => {
      order.push(`${name} starts`);
      await sleep(ticks);
      order.push(`${name} ends`);
      looked = true;
    };
    await schedule(
      [
        { name: 'look', waitsFor: [], exclusive: () => ['lane'], run: work('look', 5) },
        { name: 'other', waitsFor: ['look'], exclusive: () => ['lane'], run: work('other', 20) },
        {
          name: 'again',
          waitsFor: ['look'],
          exclusive: () => (looked ? [] : ['lane']),
          run: work('again', 5),
        },
      ],
      3,
    );
    expect(order).toEqual([
      'look starts',
      'look ends',
      'other starts',
      'again starts',
      'again ends',
      'other ends',
    ]);
  });

  it('does run side by side what is independent', async () => {
    let most = 0;
    let running = 0;
    const run = async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(5);
      running -= 1;
    };
    await schedule(
      ['a', 'b', 'c'].map((name) => ({ name, waitsFor: [], exclusive: () => [], run })),
      2,
    );
    expect(most).toBe(2);
  });

  it('starts nothing new after a task rejects, waits for those that run, then rejects', async () => {
    const ended: string[] = [];
    const run = schedule(
      [
        { name: 'bad', waitsFor: [], exclusive: () => [], run: () => Promise.reject(new Error('disk full')) },
        {
          name: 'slow',
          waitsFor: [],
          exclusive: () => [],
          run: async () => {
            await sleep(20);
            ended.push('slow');
          },
        },
        {
          name: 'next',
          waitsFor: ['bad'],
          exclusive: () => [],
          run: () => {
            ended.push('next');
            return Promise.resolve();
          },
        },
      ],
      2,
    );
    await expect(run).rejects.toThrow('disk full');
    expect(ended).toEqual(['slow']);
  });
});
