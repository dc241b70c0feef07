import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { AcgsError } from '../../src/model/errors.js';
import { setDoorPolicy } from '../../src/system/door.js';
import { withScratchFiles } from '../../src/system/scratch-files.js';

afterEach(() => {
  setDoorPolicy({});
});

it('gives a private folder with the files, and removes it at the end', async () => {
  const folder = await withScratchFiles(new Map([['a', 'text']]), (place) => {
    expect(readFileSync(join(place, 'a'), 'utf8')).toBe('text');
    expect(statSync(place).mode & 0o777).toBe(0o700);
    expect(statSync(join(place, 'a')).mode & 0o777).toBe(0o600);
    return Promise.resolve(place);
  });
  expect(existsSync(folder)).toBe(false);
});

it('removes it after a failure too, which it passes on', async () => {
  let folder = '';
  const failing = withScratchFiles(new Map(), (place) => {
    folder = place;
    return Promise.reject(new AcgsError('run/timeout', 'too slow'));
  });
  await expect(failing).rejects.toMatchObject({ code: 'run/timeout' });
  expect(existsSync(folder)).toBe(false);
});

it('removes it on a signal, and leaves no listener behind', async () => {
  const before = process.listenerCount('SIGTERM');
  const others = (): void => undefined;
  process.on('SIGTERM', others); // another listener: the process is not to end here
  await withScratchFiles(new Map([['a', '']]), (place) => {
    process.emit('SIGTERM', 'SIGTERM');
    expect(existsSync(place)).toBe(false);
    return Promise.resolve();
  });
  process.off('SIGTERM', others);
  expect(process.listenerCount('SIGTERM')).toBe(before);
});

it('is allowed in a run that only reads', async () => {
  setDoorPolicy({ readOnly: true });
  await expect(withScratchFiles(new Map([['a', '']]), () => Promise.resolve(1))).resolves.toBe(1);
});
