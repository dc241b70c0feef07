import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKits } from '../../../src/actions/kit/add-kits.js';
import { effectsPassed } from '../../../src/system/door.js';
import { DEPLOYMENT, SampleProject } from './sample-project.js';

let project: SampleProject;
beforeEach(() => {
  project = new SampleProject();
  project.kit('web', {
    answers: {
      replicas: { type: 'integer', minimum: 1, default: 2, description: 'How many.' },
      hosts: { type: 'array', items: { type: 'string' }, default: [], description: 'Names.' },
      digests: {
        type: 'object',
        additionalProperties: { type: 'string' },
        default: {},
        description: 'By service.',
      },
    },
    files: {
      'deploy/web/deployment.yaml': ['merge', 'yaml', DEPLOYMENT],
      'deploy/web/notes.txt': ['managed', 'plain', 'hello\n'],
      'deploy/web/values.yaml': ['seed', 'yaml', 'host: web.example.com\n'],
    },
  });
});
afterEach(() => {
  project.dispose();
});

describe('adding a kit', () => {
  it('writes files, base texts and the lock; once more it changes nothing, byte for byte', async () => {
    const first = await project.add('web');
    expect(first.written).toBe(true);
    expect(project.read('deploy/web/deployment.yaml')).toMatch(/^# acgs: kit=web@1\.0\.0 mode=merge /);
    expect(Object.keys(JSON.parse(project.read('acgs.lock.json')).files)).toEqual([
      'deploy/web/deployment.yaml',
      'deploy/web/notes.txt',
      'deploy/web/values.yaml',
    ]);
    const before = project.snapshot();
    expect(Object.keys(before).filter((path) => path.startsWith('.acgs/base/'))).toHaveLength(2);
    const second = await project.add('web');
    expect(second.written).toBe(false);
    expect(project.snapshot()).toEqual(before);
  });

  it('writes answers of --set into acgs.yaml by their types, and keeps its comments', async () => {
    project.write('acgs.yaml', `# ours\n${project.read('acgs.yaml')}# end\n`);
    const set = { replicas: '5', hosts: 'a.example.com,b.example.com', 'digests.api': 'sha256:00' };
    await addKits({ ...project.options, names: ['web'], set, conflict: 'refuse' });
    expect(project.read('acgs.yaml')).toMatch(/^# ours\n[^]*# end\n/);
    expect(project.read('acgs.yaml')).toMatch(
      /kits:\n {2}web:\n {4}replicas: 5\n {4}hosts:\n {6}- a\.example\.com\n {6}- b\.example\.com\n {4}digests:\n {6}api: sha256:00\n/,
    );
    expect(project.read('deploy/web/deployment.yaml')).toContain('replicas: 5\n');
  });

  it('refuses an answer that no kit has, and one that its schema refuses, and writes nothing', async () => {
    const before = project.snapshot();
    const set = (answers: Record<string, string>) =>
      addKits({ ...project.options, names: ['web'], set: answers, conflict: 'refuse' });
    await expect(set({ replica: '3' })).rejects.toMatchObject({ code: 'usage/invalid' });
    await expect(set({ replicas: 'many' })).rejects.toMatchObject({ code: 'usage/invalid' });
    await expect(set({ replicas: '0' })).rejects.toMatchObject({ code: 'config/invalid' });
    expect(project.snapshot()).toEqual(before);
  });

  it('adopts a file that is there where that loses nothing', async () => {
    const mine = DEPLOYMENT.replace('<%= it.answers.replicas ?? 2 %>', '2 # enough').replace(
      '  name: api\n',
      '  name: api\n  labels: { team: core }\n',
    );
    project.write('deploy/web/deployment.yaml', mine);
    project.write('deploy/web/notes.txt', 'hello\n');
    project.write('deploy/web/values.yaml', 'host: mine.test\n');
    const { refused } = await project.add('web');
    expect(refused).toEqual([]);
    expect(project.read('deploy/web/deployment.yaml').split('\n').slice(1).join('\n')).toBe(mine);
    expect(project.read('deploy/web/values.yaml')).toBe('host: mine.test\n');
    expect(project.read('deploy/web/notes.txt')).toMatch(
      /^# acgs: kit=web@1\.0\.0 mode=managed .*\nhello\n$/,
    );
  });

  it('writes nothing at all where one file is in the way', async () => {
    project.write('deploy/web/notes.txt', 'my own\n');
    const before = project.snapshot();
    const { refused, written } = await project.add('web');
    expect(refused.map(({ path }) => path)).toEqual(['deploy/web/notes.txt']);
    expect(written).toBe(false);
    expect(project.snapshot()).toEqual(before);
  });

  it('leaves all as it was, whichever write fails', async () => {
    project.write('deploy/web/notes.txt', 'hello\n');
    const texts = (): object =>
      Object.fromEntries(Object.keys(project.snapshot()).map((path) => [path, project.read(path)]));
    const before = texts();
    let failed = 0;
    for (let done = false; !done;) {
      process.env['ACGS_TEST_FAULT'] = `fail:${effectsPassed() + failed + 1}`;
      done = await project.add('web').then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'file/failed' });
          return false;
        },
      );
      delete process.env['ACGS_TEST_FAULT'];
      if (done) break;
      failed += 1;
      expect(texts(), `write ${failed}`).toEqual(before);
    }
    // two base texts and their ignore file, three files, the lock
    expect(failed).toBe(7);
    expect(texts()).not.toEqual(before);
  });

  it('goes through no link, and over no folder', async () => {
    mkdirSync(join(project.root, 'elsewhere'));
    symlinkSync(join(project.root, 'elsewhere'), join(project.root, 'deploy'));
    await expect(project.add('web')).rejects.toMatchObject({ code: 'kit/outside' });
    project.kit('other', { files: { elsewhere: ['seed', 'plain', 'x\n'] } });
    await expect(project.add('other')).rejects.toMatchObject({ code: 'kit/outside' });
  });

  it("refuses a file that is another kit's", async () => {
    project.kit('other', { files: { 'deploy/web/notes.txt': ['managed', 'plain', 'hello\n'] } });
    await project.add('web');
    const before = project.snapshot();
    await expect(project.add('other')).rejects.toMatchObject({ code: 'kit/overlap' });
    expect(project.snapshot()).toEqual(before);
  });

  it('tells of kits that are wanted and not there', async () => {
    project.kit('other', {
      needs: [{ kit: 'web', why: 'it routes to it' }],
      files: { 'a.txt': ['seed', 'plain', 'x\n'] },
    });
    expect((await project.add('other')).kits[0]?.needs).toEqual([{ kit: 'web', why: 'it routes to it' }]);
    expect((await project.add('other', 'web')).kits[0]?.needs).toEqual([]);
  });
});
