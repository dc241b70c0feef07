import { basename, dirname, relative, resolve } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { appendDurably, makeDirectory, readTextIfPresent, realPath } from '../system/files.js';
import { run } from '../system/exec.js';

/**
 * Names a file in `info/exclude` of the git work tree that it lies in, unless git ignores it already. That file is local to the
 * clone, so a private key is kept out of commits without touching what is shared.
 * @returns the exclude file that was written, or nothing (no work tree, no git, ignored already)
 */
export async function excludeFromGit(path: string): Promise<string | undefined> {
  const folder = dirname(resolve(path));
  await makeDirectory(folder);
  const name = basename(path);
  const git = async (...args: string[]): Promise<string | undefined> => {
    const { exitCode, stdout } = await run('git', args, { cwd: folder, reads: true });
    return exitCode === 0 ? stdout.trimEnd() : undefined;
  };
  try {
    const top = await git('rev-parse', '--show-toplevel');
    const exclude = await git('rev-parse', '--git-path', 'info/exclude');
    if (top === undefined || top === '' || exclude === undefined) return undefined;
    if ((await git('check-ignore', '--quiet', '--', name)) !== undefined) return undefined;
    const file = resolve(folder, exclude);
    const before = (await readTextIfPresent(file)) ?? '';
    const pattern = `/${escapePattern(relative(top, resolve(await realPath(folder), name)))}`;
    await makeDirectory(dirname(file));
    await appendDurably(file, `${before === '' || before.endsWith('\n') ? '' : '\n'}${pattern}\n`);
    return file;
  } catch (error) {
    // Without git there is no work tree to leak into.
    if (error instanceof AcgsError && error.code === 'tool/missing') return undefined;
    throw error;
  }
}

/** Quotes what gitignore(5) would take for a pattern. */
function escapePattern(path: string): string {
  return path.replace(/[\\*?[\]]/g, '\\$&').replace(/ +$/, (spaces) => '\\ '.repeat(spaces.length));
}
