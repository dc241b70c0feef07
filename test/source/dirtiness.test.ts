import { join } from 'node:path';
import { rmSync, existsSync, chmodSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dirtinessOf, type Dirtiness } from '../../src/source/dirtiness.js';
import { readSource } from '../../src/source/read-source.js';
import { type Repository, repository } from './repository.js';

async function dirtiness(
  made: Repository,
  contexts: readonly string[] = ['.'],
  exempt: readonly string[] = [],
): Promise<Dirtiness> {
  const source = await readSource(made.root);
  if (source.kind !== 'git') throw new Error(source.detail);
  return dirtinessOf(source, {
    contexts: contexts.map((path) => join(made.root, path)),
    exempt: exempt.map((path) => join(made.root, path)),
    configurationFile: join(made.root, 'acgs.yaml'),
  });
}

const CLEAN = { dirty: false, changed: [], untracked: [] };

describe('dirtinessOf', () => {
  it('is clean after a commit', async () => {
    expect(await dirtiness(repository())).toEqual(CLEAN);
  });

  it('counts changed, deleted and staged tracked files wherever they lie', async () => {
    const made = repository(['api/a', 'web/b', 'docs/c d\n$(touch pwned)ü']);
    made.write('docs/c d\n$(touch pwned)ü', 'changed');
    rmSync(join(made.root, 'web/b'));
    made.write('api/staged');
    made.git('add', 'api/staged');
    expect(await dirtiness(made, ['api'])).toEqual({
      dirty: true,
      changed: ['api/staged', 'docs/c d\n$(touch pwned)ü', 'web/b'],
      untracked: [],
    });
  });

  it('counts a renamed file under both names', async () => {
    const made = repository(['old name']);
    made.git('mv', 'old name', 'new name');
    expect((await dirtiness(made)).changed).toEqual(['new name', 'old name']);
  });

  it('counts untracked files in a context only', async () => {
    const made = repository(['api/a', 'web/b']);
    made.write('web/new');
    made.write('notes');
    expect(await dirtiness(made, ['api'])).toEqual(CLEAN);
    expect(await dirtiness(made, ['api', 'web'])).toEqual({
      dirty: true,
      changed: [],
      untracked: ['web/new'],
    });
  });

  it('counts neither ignored files, nor what is exempt, nor an untracked acgs.yaml', async () => {
    const made = repository(['a', '.gitignore']);
    made.write('.gitignore', 'node_modules\n*.log\n');
    made.commit();
    for (const path of [
      'node_modules/x/y.js',
      'a.log',
      'cosign.key',
      'cosign.pub',
      'acgs.yaml',
      'dist/release/report.json',
      '.acgs/runs/1/journal.jsonl',
    ])
      made.write(path);
    expect(await dirtiness(made, ['.'], ['cosign.key', 'cosign.pub', 'dist/release', '.acgs'])).toEqual(
      CLEAN,
    );
    expect((await dirtiness(made, ['.'], ['.acgs'])).untracked).toEqual([
      'cosign.key',
      'cosign.pub',
      'dist/release/report.json',
    ]);
    made.commit();
    made.write('acgs.yaml', 'changed');
    expect((await dirtiness(made)).changed).toEqual(['acgs.yaml']);
  });

  it('sees through flags that hide a file from git status', async () => {
    const made = repository(['a', 'b\nc', 'gone', 'same']);
    made.git('update-index', '--assume-unchanged', 'a', 'same');
    made.git('update-index', '--skip-worktree', 'b\nc', 'gone');
    expect(await dirtiness(made)).toEqual(CLEAN);
    made.write('a', 'smuggled');
    made.write('b\nc', 'smuggled');
    // A sparse checkout leaves files out in this way.
    rmSync(join(made.root, 'gone'));
    expect(made.git('status', '--porcelain')).toBe('');
    expect((await dirtiness(made)).changed).toEqual(['a', 'b\nc']);
  });

  it('sees changes inside a submodule', async () => {
    const inner = repository(['x']);
    const made = repository(['a']);
    made.git('submodule', '--quiet', 'add', inner.root, 'api/inner');
    made.commit();
    expect(await dirtiness(made)).toEqual(CLEAN);
    made.write('api/inner/untracked');
    expect(await dirtiness(made, ['web'])).toEqual(CLEAN);
    expect((await dirtiness(made, ['api/inner'])).untracked).toEqual(['api/inner']);
    made.write('api/inner/x', 'changed');
    expect((await dirtiness(made, ['web'])).changed).toEqual(['api/inner']);
  });

  it('runs no fsmonitor of the repository', async () => {
    const made = repository();
    const trap = made.write('.git/trap.sh', `#!/bin/sh\ntouch '${made.root}/pwned'\n`);
    chmodSync(trap, 0o755);
    made.git('config', 'core.fsmonitor', trap);
    expect(await dirtiness(made)).toEqual(CLEAN);
    expect(existsSync(join(made.root, 'pwned'))).toBe(false);
  });
});
