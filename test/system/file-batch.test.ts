import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeFilesAtomic } from '../../src/system/file-batch.js';
import { scratchForEach } from './scratch-for-each.js';

const { folder, at } = scratchForEach();

const everything = (): string[] => readdirSync(folder(), { recursive: true, encoding: 'utf8' }).sort();

describe('writing many files', () => {
  it('makes folders, gives permissions whatever the umask, replaces, and leaves nothing else', async () => {
    writeFileSync(at('old'), 'former', { mode: 0o600 });
    const former = process.umask(0o077);
    try {
      const named: string[] = [];
      await writeFilesAtomic(
        [
          { path: at('a/b/run'), content: 'one', mode: 0o755 },
          { path: at('a/c'), content: 'two é', mode: 0o644 },
          { path: at('old'), content: 'new', mode: 0o644 },
        ],
        ({ path }) => named.push(path),
      );
      expect(named).toEqual([at('a/b/run'), at('a/c'), at('old')]);
    } finally {
      process.umask(former);
    }
    expect(everything()).toEqual(['a', 'a/b', 'a/b/run', 'a/c', 'old']);
    expect(readFileSync(at('a/c'), 'utf8')).toBe('two é');
    expect(readFileSync(at('old'), 'utf8')).toBe('new');
    expect(['a/b/run', 'a/c', 'old'].map((name) => statSync(at(name)).mode & 0o777)).toEqual([
      0o755, 0o644, 0o644,
    ]);
  });

  it('writes more than may be open at once', async () => {
    const files = Array.from({ length: 150 }, (_, n) => ({
      path: at(`f${n}`),
      content: `${n}`,
      mode: 0o644,
    }));
    await writeFilesAtomic(files, () => undefined);
    expect(everything()).toHaveLength(150);
    expect(readFileSync(at('f149'), 'utf8')).toBe('149');
  });

  it('gives none its name where one cannot be written', async () => {
    writeFileSync(at('file'), 'former');
    const named: string[] = [];
    const files = ['file', 'b', 'file/below'].map((name) => ({
      path: at(name),
      content: 'new',
      mode: 0o644,
    }));
    await expect(writeFilesAtomic(files, ({ path }) => named.push(path))).rejects.toMatchObject({
      code: 'file/failed',
      message: expect.stringContaining(at('file')),
    });
    expect(named).toEqual([]);
    expect(everything()).toEqual(['file']);
    expect(readFileSync(at('file'), 'utf8')).toBe('former');
  });

  it('tells which have their names where a later one cannot get its own', async () => {
    mkdirSync(at('folder'));
    const named: string[] = [];
    const files = ['a', 'folder', 'z'].map((name) => ({ path: at(name), content: 'new', mode: 0o644 }));
    await expect(writeFilesAtomic(files, ({ path }) => named.push(path))).rejects.toMatchObject({
      code: 'file/failed',
      message: expect.stringMatching(/^cannot write .*folder: EISDIR$/),
    });
    expect(named).toEqual([at('a')]);
    expect(everything()).toEqual(['a', 'folder']);
  });
});
