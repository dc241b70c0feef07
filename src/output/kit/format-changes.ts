import { visible } from '../../system/redaction.js';
import { columns } from '../scan/columns.js';
import { conflictLines, type ConflictView } from './conflict-lines.js';
import { hardenLines } from './harden-lines.js';

/** What people see of a file that a kit renders. */
export interface FileView {
  readonly path: string;
  readonly mode: string;
  readonly state: string;
  readonly action: string;
  readonly conflicts: readonly ConflictView[];
  readonly before: string | undefined;
  readonly after: string | undefined;
}

interface ChangesView {
  readonly kits: readonly {
    readonly name: string;
    readonly version: string;
    readonly files: readonly FileView[];
    readonly needs: readonly { readonly kit: string; readonly why: string }[];
  }[];
  readonly written: boolean;
  readonly refused: readonly FileView[];
  readonly marked: readonly FileView[];
  readonly toHarden: readonly string[];
}

/** The past tense of what was done. */
const DONE: Readonly<Record<string, string>> = {
  create: 'created',
  restore: 'restored',
  adopt: 'adopted',
  update: 'updated',
  merge: 'merged',
  remove: 'removed',
  release: 'left to you',
};

/** What `acgs kit add` and `update` did, one line a file; what was refused, with both sides. */
export function formatChanges({ kits, written, refused, marked, toHarden }: ChangesView): string {
  if (refused.length > 0) return refused.flatMap((file) => conflictLines(file)).join('\n');
  const lines = kits.flatMap(({ name, version, files, needs }) => {
    const rows = files.flatMap(({ path, action, mode }) => {
      const done = DONE[action];
      return done === undefined ? [] : [[done, visible(path), mode]];
    });
    return [
      `${name} ${version}${rows.length === 0 ? ': nothing to change' : ''}`,
      ...columns(rows),
      ...needs.map(({ kit, why }) => `  note: wants the kit ${kit}: ${why}`),
    ];
  });
  const settle = marked.map(({ path }) => `settle the markers in ${visible(path)}`);
  const next = written ? ['run `acgs kit check` next'] : [];
  return [...lines, ...settle, ...hardenLines(toHarden), ...next].join('\n');
}

/** The `--json` document of both, without its status. */
export function changesDocument({ kits, written, toHarden }: ChangesView): object {
  return {
    written,
    toHarden,
    kits: kits.map(({ name, version, files, needs }) => ({
      name,
      version,
      needs,
      files: files.map(fileDocument),
    })),
  };
}

/** A file in a `--json` document. */
export function fileDocument({ path, mode, state, action, conflicts }: FileView): object {
  return { path, mode, state, action, conflicts };
}
