import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ejectKits } from '../../../src/actions/kit/eject-kits.js';
import { kitDiff } from '../../../src/actions/kit/kit-diff.js';
import { kitStatus } from '../../../src/actions/kit/kit-status.js';
import { DEPLOYMENT, SampleProject } from './sample-project.js';

const WEB = 'deploy/web/deployment.yaml';
const NOTES = 'deploy/web/notes.txt';
let project: SampleProject;

function kit(version: string, deployment: string, notes = 'hello\n'): void {
  project.kit('web', {
    version,
    files: {
      [WEB]: ['merge', 'yaml', deployment],
      [NOTES]: ['managed', 'plain', notes],
      'deploy/web/values.yaml': ['seed', 'yaml', 'host: web.example.com\n'],
    },
  });
}

beforeEach(async () => {
  project = new SampleProject();
  kit('1.0.0', DEPLOYMENT);
  await project.add('web');
});
afterEach(() => {
  project.dispose();
});

function edit(path: string, from: string, to: string): void {
  const text = project.read(path);
  expect(text).toContain(from);
  project.write(path, text.replace(from, to));
}

async function stateOf(path: string): Promise<string | undefined> {
  const { kits } = await kitStatus(project.options);
  return kits[0]?.files.find((file) => file.path === path)?.state;
}

describe('updating a kit', () => {
  it('keeps an edit and brings the change of the next version to the same document', async () => {
    edit(WEB, 'replicas: 2', 'replicas: 5 # a busy one');
    kit('1.1.0', DEPLOYMENT.replace('image: example/api', 'image: example/api:2'));
    const { refused } = await project.update();
    expect(refused).toEqual([]);
    expect(project.read(WEB)).toContain('replicas: 5 # a busy one\n');
    expect(project.read(WEB)).toContain('image: example/api:2\n');
    expect(project.read(WEB)).toMatch(/^# acgs: kit=web@1\.1\.0 /);
    expect(await project.update()).toMatchObject({ written: false, refused: [] });
  });

  it('shows a conflict of the same field and writes nothing; inline it has both sides', async () => {
    edit(WEB, 'replicas: 2', 'replicas: 5');
    kit('1.1.0', DEPLOYMENT.replace('<%= it.answers.replicas ?? 2 %>', '3'), 'hello again\n');
    const before = project.snapshot();
    const { refused, written } = await project.update();
    expect(refused).toMatchObject([
      {
        path: WEB,
        conflicts: [{ where: 'apps/v1 Deployment api: spec.replicas', base: '2', yours: '5', kits: '3' }],
      },
    ]);
    expect(written).toBe(false);
    expect(project.snapshot()).toEqual(before);
    const { marked } = await project.update('inline');
    expect(marked.map(({ path }) => path)).toEqual([WEB]);
    expect(project.read(WEB)).toMatch(
      /<{7} yours\n {2}replicas: 5\n\|{7} base\n {2}replicas: 2\n={7}\n {2}replicas: 3\n>{7} kit\n/,
    );
    expect(project.read(NOTES)).toContain('hello again\n');
  });

  it('refuses over an edited managed file, and restores one that was deleted', async () => {
    edit(NOTES, 'hello', 'bye');
    expect(await stateOf(NOTES)).toBe('drift');
    expect((await project.update()).refused.map(({ path }) => path)).toEqual([NOTES]);
    expect((await project.update('inline')).refused.map(({ path }) => path)).toEqual([NOTES]);
    rmSync(join(project.root, NOTES));
    expect(await stateOf(NOTES)).toBe('deleted');
    await project.update();
    expect(project.read(NOTES)).toContain('hello\n');
    expect(await stateOf(NOTES)).toBe('unchanged');
  });

  it('leaves a seed to the user, edited or deleted', async () => {
    project.write('deploy/web/values.yaml', 'host: mine.test\n');
    kit('1.1.0', DEPLOYMENT);
    await project.update();
    expect(project.read('deploy/web/values.yaml')).toBe('host: mine.test\n');
    rmSync(join(project.root, 'deploy/web/values.yaml'));
    expect(await project.update()).toMatchObject({ written: false });
    expect(await stateOf('deploy/web/values.yaml')).toBe('deleted');
  });

  it('removes what the kit has no longer, unless it was edited, and base texts that nothing needs', async () => {
    edit(WEB, 'replicas: 2', 'replicas: 5');
    project.kit('web', { version: '2.0.0', files: { 'new.txt': ['managed', 'plain', 'new\n'] } });
    const { kits } = await project.update();
    expect(kits[0]?.files.map(({ path, action }) => [path, action])).toEqual([
      [WEB, 'release'],
      [NOTES, 'remove'],
      ['deploy/web/values.yaml', 'release'],
      ['new.txt', 'create'],
    ]);
    const files = Object.keys(project.snapshot());
    expect(files).toContain(WEB);
    expect(files).not.toContain(NOTES);
    expect(files.filter((path) => path.startsWith('.acgs/base/'))).toHaveLength(1);
  });

  it('does without the base text as long as nothing was edited, and refuses a false one', async () => {
    rmSync(join(project.root, '.acgs/base'), { recursive: true });
    kit('1.1.0', DEPLOYMENT.replace('example/api', 'example/api:2'));
    await project.update();
    edit(WEB, 'replicas: 2', 'replicas: 5');
    for (const path of Object.keys(project.snapshot()).filter((one) => one.startsWith('.acgs/base/')))
      project.write(path, 'something else\n');
    kit('1.2.0', DEPLOYMENT.replace('example/api', 'example/api:3'));
    await expect(project.update()).rejects.toMatchObject({ code: 'kit/lock' });
  });

  it('refuses to go back to an older kit, and a lock that points out of the project', async () => {
    kit('0.9.0', DEPLOYMENT);
    await expect(project.update()).rejects.toMatchObject({ code: 'kit/lock' });
    kit('1.0.0', DEPLOYMENT);
    project.write('acgs.lock.json', project.read('acgs.lock.json').replace(NOTES, '../victim'));
    await expect(project.update()).rejects.toMatchObject({ code: 'kit/lock' });
  });
});

describe('status, diff and eject', () => {
  it('lists placeholders with their lines', async () => {
    const { placeholders } = await kitStatus(project.options);
    expect(placeholders).toEqual([{ path: 'deploy/web/values.yaml', line: 2, text: 'web.example.com' }]);
  });

  it('diff shows what an update would change, or what the user did', async () => {
    edit(WEB, 'replicas: 2', 'replicas: 5');
    kit('1.0.1', DEPLOYMENT.replace('example/api', 'example/api:2'));
    const diff = async (edits: boolean): Promise<string> => {
      const files = await kitDiff({ ...project.options, names: ['web'], edits });
      return files.map((file) => file.diff).join('');
    };
    expect(await diff(false)).toMatch(/-\s+image: example\/api\n\+\s+image: example\/api:2\n/);
    expect(await diff(false)).not.toContain('replicas: 2');
    expect(await diff(true)).toMatch(/- {2}replicas: 2\n\+ {2}replicas: 5\n/);
    expect(await diff(true)).not.toContain('api:2');
  });

  it('eject leaves the files and forgets them', async () => {
    const before = project.read(WEB);
    expect(await ejectKits({ ...project.options, names: ['web'] })).toEqual([
      WEB,
      NOTES,
      'deploy/web/values.yaml',
    ]);
    expect(project.read(WEB)).toBe(before);
    expect((await kitStatus(project.options)).kits).toEqual([]);
    await expect(ejectKits({ ...project.options, names: ['web'] })).rejects.toMatchObject({
      code: 'usage/invalid',
    });
  });
});
