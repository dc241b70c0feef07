import { join } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { entriesOf, factsOf } from '../system/files.js';
import { linkTarget } from '../system/links.js';
import { type IgnorePattern, isIgnored } from './ignore-patterns.js';

/** Something that BuildKit would be sent. */
export interface ContextEntry {
  /** Relative to the context, `/` between folders. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink';
  /** Permission bits. */
  readonly mode: number;
  readonly size: number;
  /** Of a symlink, as written. */
  readonly target?: string;
}

/** A context with more entries wants an ignore file, not patience. */
const MOST_ENTRIES = 500_000;

/**
 * What of a folder is sent, sorted by path (code units). Links are never followed; sockets, pipes and devices are not sent.
 * @throws AcgsError `config/invalid` for more than {@link MOST_ENTRIES} entries
 */
export async function contextEntries(
  context: string,
  patterns: readonly IgnorePattern[],
): Promise<readonly ContextEntry[]> {
  const sent: ContextEntry[] = [];
  let seen = 0;
  const firstNegation = patterns.findIndex((pattern) => pattern.negated);
  const lastNegation = patterns.findLastIndex((pattern) => pattern.negated);
  // Nothing below an ignored folder comes back once no later pattern can bring it back.
  const isFinal = (path: string): boolean =>
    firstNegation < 0 || isIgnored(patterns.slice(lastNegation + 1), path);
  /** Whether anything at or below `folder` is sent. */
  const walk = async (folder: string): Promise<boolean> => {
    let any = false;
    for (const entry of await entriesOf(folder === '' ? context : join(context, folder))) {
      seen += 1;
      if (seen > MOST_ENTRIES)
        throw new AcgsError('config/invalid', `the build context holds more than ${MOST_ENTRIES} files`, {
          next: ['add a .dockerignore', 'or name a smaller context in acgs.yaml'],
        });
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const ignored = isIgnored(patterns, path);
      if (entry.isDirectory()) {
        if (ignored && isFinal(path)) continue;
        const below = await walk(path);
        if (ignored && !below) continue;
        sent.push(await entryOf(context, path));
        any = true;
      } else if (!ignored && (entry.isFile() || entry.isSymbolicLink())) {
        sent.push(await entryOf(context, path));
        any = true;
      }
    }
    return any;
  };
  await walk('');
  return sent.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

async function entryOf(context: string, path: string): Promise<ContextEntry> {
  const facts = await factsOf(join(context, path));
  if (facts === undefined || facts.kind === 'other')
    throw path.includes('\uFFFD')
      ? new AcgsError('file/failed', `expected file names in UTF-8 in the build context, got ${path}`, {
          next: ['rename the file, or exclude it in .dockerignore'],
        })
      : new AcgsError('file/failed', `${path} went away while the build context was read`, {
          next: ['run it again when nothing else changes the folder'],
        });
  const { kind, size } = facts;
  const common = { path, mode: facts.mode & 0o7777 };
  if (kind === 'file') return { ...common, kind, size };
  if (kind === 'directory') return { ...common, kind, size: 0 };
  // A link's own permission bits mean nothing.
  return { path, kind, mode: 0o777, size: 0, target: await linkTarget(join(context, path)) };
}
