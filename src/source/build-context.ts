import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Digest } from '../model/digest.js';
import { AcgsError, messageOf } from '../model/errors.js';
import { chunksOfFile } from '../system/read-chunks.js';
import { type ContextEntry, contextEntries } from './context-files.js';
import { combinedIgnoreText, ownIgnoreLines, userIgnoreFile } from './ignore-file.js';
import { parseIgnoreFile } from './ignore-patterns.js';
import { withOwnFolders } from './own-folders.js';
import { findPrivateKey, SCANNED_BYTES } from './private-keys.js';

export interface BuildContextOptions {
  /** Absolute folder. */
  readonly folder: string;
  /**
   * Absolute path of the Dockerfile, which may lie outside of the folder. Undefined for a named context: there BuildKit
   * knows only the folder's own .dockerignore.
   */
  readonly dockerfile?: string;
  /** Absolute files and folders that are never sent: `.acgs`, the output, the key pair of this run. */
  readonly exclude: readonly string[];
  /** An instruction names `.git` (see `namesGit`), so it is sent. */
  readonly withGit?: boolean;
  readonly signal?: AbortSignal;
}

/** A private key in the context, for a lint finding. */
export interface ContextKey {
  /** Relative to the context. */
  readonly path: string;
  readonly label: string;
}

/** What a build is made of. */
export interface BuildContext {
  readonly folder: string;
  /** Sorted by path. */
  readonly entries: readonly ContextEntry[];
  /** Over paths, kinds, permissions, link targets and contents: equal if and only if BuildKit gets the same. */
  readonly digest: Digest;
  /** Sum of the files' sizes, in bytes. */
  readonly size: number;
  /** The user's ignore file, absolute. */
  readonly ignoreFile: string | undefined;
  /** To be written as `<copied Dockerfile>.dockerignore`, which BuildKit reads first. */
  readonly ignoreText: string;
  /** Encrypted cosign keys, kept out. */
  readonly keptOut: readonly ContextKey[];
  /** Any other private key: it would be sent, and is a lint error. */
  readonly foreignKeys: readonly ContextKey[];
}

const AT_ONCE = 8;

/**
 * Reads a build context as BuildKit would be sent it.
 * @throws AcgsError `file/failed`, `config/invalid` (bad ignore pattern, too many files), `run/interrupted`
 */
export async function readBuildContext(options: BuildContextOptions): Promise<BuildContext> {
  const { folder, dockerfile } = options;
  const user = await userIgnoreFile(folder, dockerfile);
  const git = options.withGit !== true;
  const exclude = await withOwnFolders(folder, options.exclude);
  const listed = await listing(folder, user?.text ?? '', user?.path, { paths: exclude, git });
  const read = await inParallel(listed.entries, AT_ONCE, (entry) => readEntry(folder, entry, options.signal));
  const kept = read.filter((file) => file.key?.ours !== true);
  const keptOut = read.flatMap(({ entry, key }) =>
    key?.ours === true ? [{ path: entry.path, label: key.label }] : [],
  );
  const ownLines = ownIgnoreLines(folder, {
    paths: [...exclude, ...keptOut.map((key) => join(folder, key.path))],
    git,
  });
  const hash = createHash('sha256');
  for (const { entry, content } of kept)
    hash.update(JSON.stringify([entry.path, entry.kind, entry.mode, content]) + '\n');
  return {
    folder,
    entries: kept.map(({ entry }) => entry),
    digest: `sha256:${hash.digest('hex')}`,
    size: kept.reduce((sum, { entry }) => sum + entry.size, 0),
    ignoreFile: user?.path,
    ignoreText: combinedIgnoreText(user?.text ?? '', ownLines),
    keptOut,
    foreignKeys: kept.flatMap(({ entry, key }) =>
      key === undefined ? [] : [{ path: entry.path, label: key.label }],
    ),
  };
}

async function listing(
  folder: string,
  text: string,
  file: string | undefined,
  own: { readonly paths: readonly string[]; readonly git: boolean },
): Promise<{ readonly entries: readonly ContextEntry[] }> {
  const patterns = [
    ...parseIgnoreFile(text, file ?? '.dockerignore'),
    ...parseIgnoreFile(ownIgnoreLines(folder, own).join('\n'), 'acgs'),
  ];
  return { entries: await contextEntries(folder, patterns) };
}

interface ReadEntry {
  readonly entry: ContextEntry;
  /** Digest of a file, target of a link, nothing for a folder. */
  readonly content: string;
  readonly key: ReturnType<typeof findPrivateKey>;
}

async function readEntry(folder: string, entry: ContextEntry, signal?: AbortSignal): Promise<ReadEntry> {
  if (signal?.aborted === true)
    throw new AcgsError('run/interrupted', 'reading the build context was interrupted');
  if (entry.kind !== 'file') return { entry, content: entry.target ?? '', key: undefined };
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of chunksOfFile(join(folder, entry.path))) {
      hash.update(chunk);
      if (bytes < SCANNED_BYTES) head.push(Buffer.from(chunk.subarray(0, SCANNED_BYTES - bytes)));
      bytes += chunk.length;
    }
  } catch (error) {
    throw new AcgsError(
      'file/failed',
      `cannot read ${entry.path} of the build context: ${messageOf(error)}`,
      {
        cause: error,
        next: ['make the file readable, or exclude it in .dockerignore'],
      },
    );
  }
  return { entry, content: hash.digest('hex'), key: findPrivateKey(Buffer.concat(head).toString('latin1')) };
}

/** Results in the order of the items, at most `most` at work. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as Item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}
