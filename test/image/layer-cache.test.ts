import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepLayers, layerCache } from '../../src/image/layer-cache.js';
import { type Descriptor } from '../../src/model/descriptor.js';
import { type Scratch, scratchFolder } from '../bench/scratch.js';

const MIB = 1024 * 1024;
const HOUR = 3_600_000;

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

describe('where layers are kept', () => {
  test('in the user’s cache, two gibibytes of them', () => {
    vi.stubEnv('XDG_CACHE_HOME', '');
    expect(layerCache()).toEqual({ folder: join(homedir(), '.cache/acgs/layers'), limit: 2048 * MIB });
    vi.stubEnv('XDG_CACHE_HOME', '/caches');
    expect(layerCache()?.folder).toBe('/caches/acgs/layers');
  });

  test('elsewhere, less of them, or none', () => {
    vi.stubEnv('ACGS_LAYER_CACHE', 'layers');
    vi.stubEnv('ACGS_LAYER_CACHE_SIZE', '500MB');
    expect(layerCache()).toEqual({ folder: join(process.cwd(), 'layers'), limit: 500_000_000 });
    vi.stubEnv('ACGS_LAYER_CACHE', 'off');
    expect(layerCache()).toBeUndefined();
  });

  test.each(['2', '0GiB', '-1GB', '2 GiB', '2gib', '9999999GiB', 'much'])(
    'a size of %s is refused',
    (size) => {
      vi.stubEnv('ACGS_LAYER_CACHE_SIZE', size);
      expect(layerCache).toThrow(expect.objectContaining({ code: 'usage/invalid' }) as Error);
    },
  );
});

describe('keeping layers', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = scratchFolder();
  });
  afterEach(() => {
    scratch.remove();
  });
  const cache = (limit = 100 * MIB) => ({ folder: join(scratch.folder, 'cache'), limit });
  const layout = (): string => join(scratch.folder, 'layout');
  const pathIn = (folder: string, { digest }: Descriptor): string =>
    join(folder, 'blobs/sha256', digest.slice('sha256:'.length));
  const kept = (): string[] => readdirSync(join(cache().folder, 'blobs/sha256'));
  const nameOf = ({ digest }: Descriptor): string => digest.slice('sha256:'.length);

  function layer(text: string, size = 2 * MIB): Descriptor {
    const bytes = Buffer.alloc(size, text);
    const hex = createHash('sha256').update(bytes).digest('hex');
    mkdirSync(join(layout(), 'blobs/sha256'), { recursive: true });
    writeFileSync(join(layout(), 'blobs/sha256', hex), bytes);
    return { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: `sha256:${hex}`, size };
  }

  test('takes no room twice on one file system, and leaves small ones', async () => {
    const [large, small] = [layer('large'), layer('small', MIB - 1)];
    await keepLayers(cache(), layout(), [large, small]);
    await keepLayers(cache(), layout(), [large, small]);
    expect(kept()).toEqual([nameOf(large)]);
    expect(statSync(pathIn(cache().folder, large)).ino).toBe(statSync(pathIn(layout(), large)).ino);
  });

  test('a damaged one is replaced when it is asked to, and then only', async () => {
    const one = layer('one');
    mkdirSync(join(cache().folder, 'blobs/sha256'), { recursive: true });
    writeFileSync(pathIn(cache().folder, one), 'damaged');
    await keepLayers(cache(), layout(), [one]);
    expect(readFileSync(pathIn(cache().folder, one), 'utf8')).toBe('damaged');
    await keepLayers(cache(), layout(), [one], true);
    expect(readFileSync(pathIn(cache().folder, one))).toEqual(readFileSync(pathIn(layout(), one)));
  });

  test('lets go of the longest unused once there is too much, never of what was used within the hour', async () => {
    const layers: Descriptor[] = [];
    for (const text of ['first', 'second', 'third']) {
      layers.push(layer(text));
      await keepLayers(cache(), layout(), layers.slice(-1));
      // file times tick every few milliseconds
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await keepLayers(cache(5 * MIB), layout(), layers);
    expect(kept()).toHaveLength(3);
    vi.useFakeTimers({ now: Date.now() + HOUR + 1000, toFake: ['Date'] });
    await keepLayers(cache(5 * MIB), layout(), layers);
    expect(kept().sort()).toEqual(layers.slice(1).map(nameOf).sort());
  });

  test('a folder that is a layout, as a local cache of BuildKit is, is left as it is', async () => {
    const one = layer('one');
    mkdirSync(join(cache().folder, 'blobs/sha256'), { recursive: true });
    writeFileSync(join(cache().folder, 'index.json'), '{}');
    writeFileSync(join(cache().folder, 'blobs/sha256', 'theirs'), Buffer.alloc(MIB));
    vi.useFakeTimers({ now: Date.now() + HOUR + 1000, toFake: ['Date'] });
    await expect(keepLayers(cache(1), layout(), [one])).rejects.toMatchObject({ code: 'usage/invalid' });
    expect(kept()).toEqual(['theirs']);
  });

  test('an image without layers worth keeping makes no folder', async () => {
    await keepLayers(cache(), layout(), [layer('small', 10)]);
    expect(readdirSync(scratch.folder)).toEqual(['layout']);
  });
});
