import { type Stats } from 'node:fs';

/** What may lie at a path. */
export type FileKind = 'file' | 'directory' | 'symlink' | 'other';

/** What was found at a path; of links that were not followed. */
export function fileKind(stat: Stats): FileKind {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  return stat.isSymbolicLink() ? 'symlink' : 'other';
}
