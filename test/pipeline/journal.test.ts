import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJournal } from '../../src/pipeline/journal-lines.js';
import { makeRunFolder, newRunId, readJournal, runIds } from '../../src/pipeline/run-folder.js';
import { newFolder } from './tiny-world.js';

const header = {
  type: 'run',
  schemaVersion: 1,
  runId: '20260101T000000000Z-0000',
  version: '1.0.0',
  startedOn: '2026-01-01T00:00:00.000Z',
  frozen: { commit: 'abc', config: { version: 1 }, flags: {} },
  plan: [],
};
const start = { type: 'start', key: { step: 'build', service: 'api' }, at: 'now' };
const end = { ...start, type: 'end', status: 'passed', durationMs: 5, output: { text: 'ü\n"' } };
const text = [header, start, end].map((line) => `${JSON.stringify(line)}\n`).join('');

describe('reading a journal', () => {
  it('gives back what was written', () => {
    const record = parseJournal(text, 'journal');
    expect(record.header.frozen).toEqual(header.frozen);
    expect(record.ends).toEqual([end]);
    expect(record.finish).toBeUndefined();
  });

  it('takes a journal cut off at any byte after its header: the torn line is dropped, the others stay', () => {
    const headerLength = JSON.stringify(header).length + 1;
    fc.assert(
      fc.property(fc.integer({ min: headerLength, max: text.length }), (length) => {
        const cut = text.slice(0, length);
        const whole = cut.split('\n').length - 1;
        const { starts, ends } = parseJournal(cut, 'journal');
        expect(1 + starts.length + ends.length).toBe(whole);
      }),
    );
  });

  it.each([
    ['a torn line in the middle', text.replace('"status":"passed"', '"stat\n'), 3],
    ['an unknown status', text.replace('"passed"', '"great"'), 3],
    ['a line that is no entry', `${text}{"type":"other"}\n`, 4],
    ['no header', text.slice(text.indexOf('\n') + 1), 1],
    ['two headers', `${text}${JSON.stringify(header)}\n`, 4],
    ['an empty file', '', 1],
  ])('refuses %s', (_name, damaged, line) => {
    expect(() => parseJournal(damaged, 'journal')).toThrow(
      expect.objectContaining({
        code: 'run/damaged',
        message: expect.stringContaining(`journal, line ${line}:`) as string,
      }),
    );
  });
});

describe('the folders of runs', () => {
  it('are named so that they sort by time, even when the clock goes back', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2099-01-01') }),
        fc.date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2099-01-01') }),
        (one, other) => {
          const first = newRunId(one);
          expect(newRunId(other, first) > first).toBe(true);
        },
      ),
    );
  });

  it('keeps the last 20 and those it is told to keep', async () => {
    const root = await newFolder();
    const made: string[] = [];
    for (let i = 0; i < 25; i += 1) {
      const id = newRunId(new Date(), made.at(-1));
      await makeRunFolder(root, id, made.slice(0, 1));
      made.push(id);
    }
    const left = await runIds(root);
    expect(left).toContain(made[0]);
    expect(left.slice(-20)).toEqual(made.slice(-20));
    expect(left).toHaveLength(21);
  });

  it('leaves a .gitignore of the user alone', async () => {
    const root = await newFolder();
    await mkdir(join(root, '.acgs'));
    await writeFile(join(root, '.acgs/.gitignore'), 'mine\n');
    await makeRunFolder(root, newRunId(new Date()));
    expect(await readFile(join(root, '.acgs/.gitignore'), 'utf8')).toBe('mine\n');
  });

  it('finds no run outside its folder', async () => {
    const root = await newFolder();
    await makeRunFolder(root, newRunId(new Date()));
    await expect(readJournal(root, '../../etc')).rejects.toMatchObject({ code: 'run/not-found' });
    await expect(readJournal(root)).rejects.toMatchObject({ code: 'run/not-found', exit: 2 });
  });

  it('reads the last run that has a journal', async () => {
    const root = await newFolder();
    const first = newRunId(new Date());
    const second = newRunId(new Date(), first);
    await makeRunFolder(root, first);
    await makeRunFolder(root, second);
    await appendFile(join(root, '.acgs/runs', first, 'journal.jsonl'), text);
    expect((await readJournal(root)).header.version).toBe('1.0.0');
    expect(await readdir(join(root, '.acgs/runs'))).toHaveLength(2);
  });
});
