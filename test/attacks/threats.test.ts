import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../commands/run-command.js';

/** docs/threats.md promises a test for each attack: each that it names must be there, in the file it names. */
const page = readFileSync(join(projectRoot, 'docs/threats.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => /^\| T\d+ /.test(line))
  .map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const tests = [...(cells[4] ?? '').matchAll(/`([^`]+) › ([^`]+)`/g)];
    return { id: cells[1] ?? '', tests: tests.map(([, file = '', title = '']) => ({ file, title })) };
  });

describe('docs/threats.md', () => {
  it.each(rows)('$id has its tests', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const { file, title } of tests) {
      const path = join(projectRoot, 'test', file);
      expect(existsSync(path), path).toBe(true);
      expect(readFileSync(path, 'utf8').replaceAll(String.raw`\'`, "'"), path).toContain(title);
    }
  });

  it('names each attack once, in order, and leaves none out', () => {
    const concerning = [...Array.from({ length: 41 }, (_, at) => at + 1), 46, 58, 59, 60, 66, 67, 69];
    expect(rows.map(({ id }) => Number(id.slice(1)))).toEqual(concerning);
  });
});
