import { visible } from '../../system/redaction.js';
import { columns } from '../scan/columns.js';
import { conflictLines } from './conflict-lines.js';
import { fileDocument, type FileView } from './format-changes.js';
import { hardenLines } from './harden-lines.js';

interface StatusView {
  readonly kits: readonly {
    readonly name: string;
    readonly versions: readonly string[];
    readonly available: string | undefined;
    readonly outdated: boolean;
    readonly files: readonly FileView[];
    readonly needs: readonly { readonly kit: string; readonly why: string }[];
  }[];
  readonly placeholders: readonly { readonly path: string; readonly line: number; readonly text: string }[];
  readonly unused: readonly string[];
  readonly toHarden: readonly string[];
}

/** What an update would do with a file, for people. */
const WILL: Readonly<Record<string, string>> = {
  create: 'update creates it',
  restore: 'update restores it',
  adopt: 'update adopts it',
  update: 'update changes it',
  merge: 'update merges',
  remove: 'update removes it',
  release: 'update leaves it to you',
  refuse: 'update refuses',
};

/** How the kits stand: files that are as rendered are counted, the others listed. */
export function formatStatus({ kits, placeholders, unused, toHarden }: StatusView): string {
  if (kits.length === 0) return 'no kits yet: see `acgs kit list`, then `acgs kit add NAME`';
  const lines = kits.flatMap(({ name, versions, available, outdated, files, needs }) => [
    `${name} ${versions.join(', ')}  ${standing(available, outdated)}, ${count(files.length, 'file')}`,
    ...columns(
      files
        .filter(({ state, action }) => state !== 'unchanged' || action !== 'keep')
        .map(({ path, state, action, mode }) => [state, visible(path), mode, WILL[action] ?? '']),
    ),
    ...files
      .filter(({ mode }) => mode === 'merge')
      .flatMap((file) => conflictLines(file))
      .map((line) => `    ${line}`),
    ...needs.map(({ kit, why }) => `  note: wants the kit ${kit}: ${why}`),
  ]);
  return [
    ...lines,
    ...placeholderLines(placeholders),
    ...hardenLines(toHarden),
    ...unused.map(
      (name) => `note: acgs.yaml has answers for ${visible(name)}, which the project does not have`,
    ),
  ].join('\n');
}

/** One line for each placeholder of a file. */
function placeholderLines(placeholders: StatusView['placeholders']): readonly string[] {
  if (placeholders.length === 0) return [];
  const places = new Map<string, { row: [string, string]; lines: number[] }>();
  for (const { path, line, text } of placeholders) {
    const id = `${path}\n${text}`;
    const known = places.get(id) ?? { row: [visible(text), visible(path)], lines: [] };
    known.lines.push(line);
    places.set(id, known);
  }
  const rows = [...places.values()].map(({ row, lines }) => [
    ...row,
    `line ${lines.slice(0, 5).join(', ')}${lines.length > 5 ? ` and ${lines.length - 5} more` : ''}`,
  ]);
  return ['placeholders, for you to fill in:', ...columns(rows)];
}

function standing(available: string | undefined, outdated: boolean): string {
  if (available === undefined) return 'this acgs has no such kit';
  return outdated ? `\`acgs kit update\` brings ${available}` : 'current';
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** The `--json` document, without its status. */
export function statusDocument({ kits, placeholders, unused, toHarden }: StatusView): object {
  return {
    kits: kits.map(({ files, ...kit }) => ({ ...kit, files: files.map(fileDocument) })),
    placeholders,
    unused,
    toHarden,
  };
}
