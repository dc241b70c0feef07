import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runOk } from './run.js';

export interface Scratch extends Disposable {
  readonly folder: string;
  /** Writes files by path relative to the folder. */
  write(files: Readonly<Record<string, string | Buffer>>): void;
  remove(): void;
}

/** A folder of a test's own in the system's temporary one; `using` or `remove()` deletes it. */
export function scratchFolder(files: Readonly<Record<string, string | Buffer>> = {}): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'acgs-test-'));
  const write: Scratch['write'] = (more) => {
    for (const [path, content] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  };
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  write(files);
  return { folder, write, remove, [Symbol.dispose]: remove };
}

export interface ScratchRepository extends Scratch {
  /** Runs git in it; returns its output without the last line end. */
  git(...args: string[]): Promise<string>;
  /** Adds and commits everything at a fixed time; returns the commit's SHA-1. */
  commit(message: string): Promise<string>;
}

/** No user configuration, and times that are the same in every run. */
const gitEnv = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
};

/** A git repository on branch `main` with the files in one commit. */
export async function scratchRepository(
  files: Readonly<Record<string, string | Buffer>>,
): Promise<ScratchRepository> {
  const scratch = scratchFolder(files);
  const git: ScratchRepository['git'] = async (...args) =>
    (await runOk('git', args, { cwd: scratch.folder, env: gitEnv })).trimEnd();
  const commit: ScratchRepository['commit'] = async (message) => {
    await git('add', '--all');
    await git('commit', '--quiet', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  await git('init', '--quiet', '--initial-branch=main');
  await commit('first');
  return { ...scratch, git, commit };
}
