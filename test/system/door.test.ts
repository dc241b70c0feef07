import { afterEach, describe, expect, it } from 'vitest';
import { effectsPassed, isOffline, passDoor, setDoorPolicy } from '../../src/system/door.js';
import { makeDirectory, readTextIfPresent, writeFileAtomic } from '../../src/system/files.js';
import { run } from '../../src/system/exec.js';

afterEach(() => {
  setDoorPolicy({});
  delete process.env['ACGS_TEST_FAULT'];
});

const write = { kind: 'file', detail: 'write x', mutates: true } as const;
const read = { kind: 'process', detail: 'git status', mutates: false } as const;

describe('passDoor', () => {
  it('numbers what mutates, and only that', () => {
    const seen: [string, number][] = [];
    setDoorPolicy({ observe: ({ detail }, number) => seen.push([detail, number]) });
    const before = effectsPassed();
    passDoor(write);
    passDoor(read);
    passDoor(write);
    expect(effectsPassed()).toBe(before + 2);
    expect(seen).toEqual([
      ['write x', before + 1],
      ['git status', before + 1],
      ['write x', before + 2],
    ]);
  });

  it('lets nothing that mutates through in a read-only run', async () => {
    setDoorPolicy({ readOnly: true });
    expect(() => {
      passDoor(write);
    }).toThrow(/a read-only run tried to act: write x/);
    expect(() => {
      passDoor(read);
    }).not.toThrow();
    const refused = { code: 'internal/bug' };
    await expect(writeFileAtomic('/tmp/acgs-never', 'x')).rejects.toMatchObject(refused);
    await expect(makeDirectory('/tmp/acgs-never')).rejects.toMatchObject(refused);
    await expect(run('/bin/true', [])).rejects.toMatchObject(refused);
    expect((await run('/bin/true', [], { reads: true })).exitCode).toBe(0);
    expect(await readTextIfPresent('/tmp/acgs-never')).toBeUndefined();
  });

  it('makes the k-th effect fail when a fault test asks for it', () => {
    process.env['ACGS_TEST_FAULT'] = `fail:${effectsPassed() + 2}`;
    expect(() => {
      passDoor(write);
    }).not.toThrow();
    expect(() => {
      passDoor(write);
    }).toThrow(/fault injected/);
    expect(() => {
      passDoor(write);
    }).not.toThrow();
  });

  it('returns the former policy, for the next one to restore', () => {
    const former = setDoorPolicy({ offline: true });
    expect(isOffline()).toBe(true);
    expect(setDoorPolicy(former)).toEqual({ offline: true });
    expect(isOffline()).toBe(false);
  });
});
