import ignoring, { type Ignore } from 'ignore';
import { dirname, join, relative } from 'node:path';
import { exists, readTextIfPresent } from '../../system/files.js';

/** The .gitignore files that hold for a folder, as git reads them (gitignore(5)): the nearest that says something decides. */
export class GitIgnore {
  private constructor(private readonly layers: readonly { folder: string; rules: Ignore }[]) {}

  static readonly none = new GitIgnore([]);

  /** With the .gitignore of one more folder further down. */
  async below(folder: string, file = '.gitignore'): Promise<GitIgnore> {
    const text = await readTextIfPresent(join(folder, file));
    return text === undefined
      ? this
      : new GitIgnore([{ folder, rules: ignoring({ ignorecase: false }).add(text) }, ...this.layers]);
  }

  /** @param path absolute, in a folder that itself is not ignored */
  ignores(path: string, isFolder: boolean): boolean {
    for (const { folder, rules } of this.layers) {
      const { ignored, unignored } = rules.test(relative(folder, path) + (isFolder ? '/' : ''));
      if (ignored || unignored) return ignored;
    }
    return false;
  }
}

/** What holds in a folder because of the folders above it, up to the root of its git work tree; nothing outside of one. */
export async function gitIgnoreAbove(folder: string): Promise<GitIgnore> {
  const above: string[] = [];
  let root = folder;
  while (!(await exists(join(root, '.git')))) {
    if (dirname(root) === root) return GitIgnore.none;
    root = dirname(root);
    above.unshift(root);
  }
  let rules = await GitIgnore.none.below(root, '.git/info/exclude');
  for (const place of above) rules = await rules.below(place);
  return rules;
}
