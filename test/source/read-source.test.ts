import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lastCommitTouching } from '../../src/source/last-commit.js';
import { type GitSource, readSource } from '../../src/source/read-source.js';
import { Repository, repository, temporaryFolder } from './repository.js';

async function gitSource(folder: string): Promise<GitSource> {
  const source = await readSource(folder);
  if (source.kind !== 'git') throw new Error(source.detail);
  return source;
}

describe('readSource', () => {
  it('tells commit, time, branch, remote and versions', async () => {
    const made = repository();
    made.git('remote', 'add', 'upstream', 'https://example.com/other.git');
    made.git('remote', 'add', 'origin', 'https://user:s3cret-token@example.com:8443/acme/api.git?x=1');
    for (const tag of ['v1.2.3', '1.10.0', 'v2.0.0-rc.1', 'nightly', 'v1', 'api-v9.0.0'])
      made.git('tag', tag);
    made.git('tag', '-a', 'v1.9.0+build.5', '-m', 'annotated');
    const source = await gitSource(made.root);
    expect(source).toEqual({
      kind: 'git',
      root: made.root,
      commit: made.git('rev-parse', 'HEAD').trim(),
      commitTime: Number(made.git('show', '-s', '--format=%ct', 'HEAD')),
      branch: 'main',
      remote: 'https://example.com:8443/acme/api',
      versions: [
        { tag: 'v2.0.0-rc.1', version: '2.0.0-rc.1' },
        { tag: '1.10.0', version: '1.10.0' },
        { tag: 'v1.9.0+build.5', version: '1.9.0+build.5' },
        { tag: 'v1.2.3', version: '1.2.3' },
      ],
      shallow: false,
    });
    expect(JSON.stringify(source)).not.toContain('s3cret');
  });

  it('reads a subfolder, a detached HEAD and no remote', async () => {
    const made = repository(['sub folder/a.txt']);
    made.git('checkout', '--quiet', '--detach');
    const source = await gitSource(join(made.root, 'sub folder'));
    expect(source).toMatchObject({ root: made.root, branch: undefined, remote: undefined, versions: [] });
  });

  it('says why there is no commit', async () => {
    const plain = temporaryFolder();
    expect(await readSource(plain)).toMatchObject({ kind: 'none', reason: 'no-repository' });
    const empty = new Repository(temporaryFolder());
    empty.git('init', '--quiet');
    expect(await readSource(empty.root)).toMatchObject({ kind: 'none', reason: 'no-commit' });
    expect(await readSource(join(empty.root, '.git'))).toMatchObject({
      kind: 'none',
      reason: 'no-work-tree',
    });
    const bare = new Repository(temporaryFolder());
    bare.git('init', '--quiet', '--bare');
    expect(await readSource(bare.root)).toMatchObject({ kind: 'none', reason: 'no-work-tree' });
  });

  it('reads worktrees and submodules', async () => {
    const made = repository();
    const tree = join(temporaryFolder(), 'tree');
    made.git('worktree', 'add', '--quiet', '-b', 'side', tree);
    expect(await gitSource(tree)).toMatchObject({ root: tree, branch: 'side' });
    const outer = repository();
    outer.git('submodule', '--quiet', 'add', made.root, 'inner');
    outer.commit();
    const inner = await gitSource(join(outer.root, 'inner'));
    expect(inner.root).toBe(join(outer.root, 'inner'));
    expect(inner.commit).toBe(made.git('rev-parse', 'main').trim());
  });

  it('treats hostile names as text and runs no program that the repository names', async () => {
    const made = repository(['$(touch pwned)/a b\nc.txt', 'ünï.txt']);
    const branch = '$(touch${IFS}pwned)';
    made.git('checkout', '--quiet', '-b', branch);
    const trap = join(made.root, '.git', 'trap.sh');
    made.write('.git/trap.sh', `#!/bin/sh\ntouch '${made.root}/pwned'\n`);
    chmodSync(trap, 0o755);
    made.git('config', 'core.fsmonitor', trap);
    made.git('config', 'diff.external', trap);
    made.git('config', 'log.showSignature', 'true');
    made.git('config', 'gpg.program', trap);
    made.git('config', 'core.pager', trap);
    made.git('config', 'alias.status', `!${trap}`);
    const source = await gitSource(made.root);
    expect(source.branch).toBe(branch);
    const touching = await lastCommitTouching(source, [join(made.root, '$(touch pwned)')]);
    expect(touching.commit).toBe(source.commit);
    expect(existsSync(join(made.root, 'pwned'))).toBe(false);
  });
});

describe('lastCommitTouching', () => {
  it('finds the commit of the given paths only', async () => {
    const made = repository(['api/Dockerfile', 'web/Dockerfile']);
    const first = made.git('rev-parse', 'HEAD').trim();
    made.write('api/app.py');
    const second = made.commit();
    made.write('README.md');
    made.commit();
    const source = await gitSource(made.root);
    expect(await lastCommitTouching(source, [join(made.root, 'web')])).toMatchObject({
      commit: first,
      known: true,
    });
    const api = await lastCommitTouching(source, [join(made.root, 'api'), join(made.root, 'web/Dockerfile')]);
    expect(api).toEqual({
      commit: second,
      time: Number(made.git('show', '-s', '--format=%ct', second)),
      known: true,
    });
    expect(await lastCommitTouching(source, [made.root])).toMatchObject({ commit: source.commit });
    mkdirSync(join(made.root, 'new'));
    expect(await lastCommitTouching(source, [join(made.root, 'new')])).toEqual({
      commit: source.commit,
      time: source.commitTime,
      known: true,
    });
  });

  it('takes paths literally', async () => {
    const made = repository(['*/a', 'b/a']);
    const first = made.git('rev-parse', 'HEAD').trim();
    made.write('b/c');
    made.commit();
    const source = await gitSource(made.root);
    expect(await lastCommitTouching(source, [join(made.root, '*')])).toMatchObject({ commit: first });
  });

  it('does not trust the oldest commit of a shallow clone', async () => {
    const made = repository(['api/Dockerfile', 'web/Dockerfile']);
    made.write('api/app.py');
    made.commit();
    made.write('README.md');
    const head = made.commit();
    const clone = new Repository(temporaryFolder());
    clone.git('clone', '--quiet', '--depth=2', `file://${made.root}`, 'clone');
    const source = await gitSource(join(clone.root, 'clone'));
    expect(source.shallow).toBe(true);
    expect(await lastCommitTouching(source, [join(source.root, 'api')])).toMatchObject({
      commit: head,
      known: false,
    });
    expect(await lastCommitTouching(source, [join(source.root, 'README.md')])).toMatchObject({
      commit: head,
      known: true,
    });
  });
});
