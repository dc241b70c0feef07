import semver from 'semver';
import { AcgsError } from '../model/errors.js';
import { lastLines } from '../system/exec.js';
import { git, records } from './git.js';
import { publicRemoteUrl } from './remote-url.js';

/** A tag at HEAD that is a semantic version. */
export interface VersionTag {
  /** As git has it, e.g. `v1.2.3`. */
  readonly tag: string;
  /** Without the `v`: `1.2.3`. */
  readonly version: string;
}

/** A git work tree with a commit. */
export interface GitSource {
  readonly kind: 'git';
  /** Absolute, links resolved. */
  readonly root: string;
  /** Full hash of HEAD. */
  readonly commit: string;
  /** Seconds since 1970 at which HEAD was committed. */
  readonly commitTime: number;
  /** Undefined when HEAD is detached. */
  readonly branch: string | undefined;
  /** https URL of `origin`, or of the only remote; free of credentials. */
  readonly remote: string | undefined;
  /** Semver tags at HEAD, highest first. */
  readonly versions: readonly VersionTag[];
  readonly shallow: boolean;
}

/** A folder that has no commit to release from, and why. */
export interface NoSource {
  readonly kind: 'none';
  readonly reason: 'no-repository' | 'no-commit' | 'no-work-tree' | 'no-git';
  /** For people, one line. */
  readonly detail: string;
}

export type Source = GitSource | NoSource;

/**
 * What git says about a folder. A folder without a commit is a result, not an error.
 * @throws AcgsError `tool/failed` when git refuses the folder for another reason (it belongs to somebody else)
 */
export async function readSource(cwd: string): Promise<Source> {
  const place = await placeOf(cwd);
  if ('kind' in place) return place;
  const { root, shallow } = place;
  const head = await git(root, ['rev-list', '--max-count=1', '--timestamp', 'HEAD', '--']);
  const [, time, commit] = /^(\d+) ([0-9a-f]{40,64})\s*$/.exec(head.stdout) ?? [];
  if (time === undefined || commit === undefined)
    return { kind: 'none', reason: 'no-commit', detail: 'the repository has no commit yet' };
  const [branch, remote, versions] = await Promise.all([
    branchOf(root),
    remoteOf(root),
    versionsAtHead(root),
  ]);
  return { kind: 'git', root, commit, commitTime: Number(time), branch, remote, versions, shallow };
}

/**
 * The remote alone, at less cost: an https URL of `origin` or the only remote, free of credentials.
 * @throws AcgsError as {@link readSource}
 */
export async function readRemote(cwd: string): Promise<string | undefined> {
  const place = await placeOf(cwd);
  return 'kind' in place ? undefined : await remoteOf(place.root);
}

async function placeOf(cwd: string): Promise<{ root: string; shallow: boolean } | NoSource> {
  const answer = await gitIfInstalled(cwd);
  if (answer === undefined) return { kind: 'none', reason: 'no-git', detail: 'git is not installed' };
  if (answer.exitCode === 0) {
    // The root comes last because it alone may hold a newline.
    const [workTree, shallow, ...root] = answer.stdout.replace(/\n$/, '').split('\n');
    if (workTree === 'true') return { root: root.join('\n'), shallow: shallow === 'true' };
    return {
      kind: 'none',
      reason: 'no-work-tree',
      detail: 'the folder is inside a .git folder, not a work tree',
    };
  }
  if (/dubious ownership/.test(answer.stderr))
    throw new AcgsError('tool/failed', 'git refuses this repository because it belongs to another user', {
      next: [`git config --global --add safe.directory ${JSON.stringify(cwd)}`],
    });
  if (/bare repository|must be run in a work tree/.test(answer.stderr))
    return { kind: 'none', reason: 'no-work-tree', detail: 'the repository is bare: it has no work tree' };
  if (/not a git repository/.test(answer.stderr))
    return { kind: 'none', reason: 'no-repository', detail: 'the folder is no git repository' };
  throw new AcgsError('tool/failed', `git cannot read this repository: ${lastLines(answer.stderr, 1)}`);
}

async function gitIfInstalled(cwd: string): Promise<Awaited<ReturnType<typeof git>> | undefined> {
  try {
    return await git(cwd, [
      'rev-parse',
      '--is-inside-work-tree',
      '--is-shallow-repository',
      '--show-toplevel',
    ]);
  } catch (error) {
    if (error instanceof AcgsError && error.code === 'tool/missing') return undefined;
    throw error;
  }
}

async function branchOf(root: string): Promise<string | undefined> {
  const { stdout, exitCode } = await git(root, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
  return exitCode === 0 ? stdout.replace(/\n$/, '') : undefined;
}

/** From the configuration, not `git remote get-url`: `insteadOf` rules of a CI machine put tokens into URLs. */
async function remoteOf(root: string): Promise<string | undefined> {
  const { stdout } = await git(root, ['config', '--null', '--get-regexp', '^remote\\..*\\.url$']);
  const remotes = new Map<string, string>();
  for (const record of records(stdout)) {
    const [key, ...url] = record.split('\n');
    const name = key?.slice('remote.'.length, -'.url'.length) ?? '';
    if (!remotes.has(name)) remotes.set(name, url.join('\n'));
  }
  const chosen = remotes.get('origin') ?? (remotes.size === 1 ? [...remotes.values()][0] : undefined);
  return chosen === undefined ? undefined : publicRemoteUrl(chosen);
}

async function versionsAtHead(root: string): Promise<readonly VersionTag[]> {
  const { stdout } = await git(root, [
    'for-each-ref',
    '--points-at=HEAD',
    '--format=%(refname)',
    'refs/tags',
  ]);
  return stdout
    .split('\n')
    .flatMap((name): VersionTag[] => {
      const tag = name.slice('refs/tags/'.length);
      const version = /^v?(\d+\.\d+\.\d+(?:[-+].*)?)$/.exec(tag)?.[1];
      return version !== undefined && semver.valid(version) !== null ? [{ tag, version }] : [];
    })
    .sort((a, b) => semver.rcompare(a.version, b.version) || (a.tag < b.tag ? -1 : 1));
}
