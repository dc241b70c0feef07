import { visible } from '../../system/redaction.js';

/** What people see of a conflict: the three texts, undefined where there is none. */
export interface ConflictView {
  readonly where: string;
  readonly base: string | undefined;
  readonly yours: string | undefined;
  readonly kits: string | undefined;
}

/** A file's conflicts: where, and what each side has. */
export function conflictLines(file: {
  readonly path: string;
  readonly conflicts: readonly ConflictView[];
}): readonly string[] {
  return file.conflicts.flatMap(({ where, base, yours, kits }) => {
    const head = `${visible(file.path)}: ${visible(where)}`;
    if ([base, yours, kits].every((text) => text === undefined)) return [head];
    return [head, side('was', base), side('yours', yours), side('the kit', kits)];
  });
}

function side(name: string, text: string | undefined): string {
  const shown =
    text === undefined ? '(not there)' : visible(text.trimEnd()).replaceAll('\n', '\n            ');
  return `  ${name.padEnd(8)}  ${shown}`;
}
