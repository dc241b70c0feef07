import { applyFixes } from '../../dockerfile/apply-fixes.js';
import { maskSecrets } from '../../dockerfile/mask-secrets.js';
import { unifiedDiff } from '../../dockerfile/unified-diff.js';
import { AcgsError } from '../../model/errors.js';
import { factsOf, readBytes, realPath, writeFileAtomic } from '../../system/files.js';
import { type LintRun } from '../lint.js';

/** What the safe fixes make of a file. */
export interface FixedText {
  readonly file: string;
  readonly path: string | undefined;
  readonly before: string;
  readonly after: string;
  readonly applied: readonly { readonly rule: string; readonly title: string }[];
}

/** The files of a run that safe fixes change, with their new text; nothing is written. */
export function fixedTexts(run: LintRun): FixedText[] {
  return run.files.flatMap(({ file, path, text, findings, options }) => {
    const { text: after, applied } = applyFixes(text, findings, { lint: options });
    if (after === text) return [];
    return [
      { file, path, before: text, after, applied: applied.map(({ rule, title }) => ({ rule, title })) },
    ];
  });
}

/** The changes as a patch for `git apply`; secrets are masked, and a hunk that holds one applies nowhere. */
export function patchOf(texts: readonly FixedText[]): string {
  return texts
    .map(({ file, before, after }) =>
      unifiedDiff(maskSecrets(before), maskSecrets(after), { path: file.replace(/^(?:\.\/)+/, '') }),
    )
    .join('');
}

/**
 * Writes fixed files, each whole or not at all, where links lead to and with the permissions they had.
 * @throws AcgsError `usage/invalid` for standard input, `file/failed`
 */
export async function writeFixed(texts: readonly FixedText[]): Promise<void> {
  for (const { file, path, before, after } of texts) {
    if (path === undefined)
      throw new AcgsError('usage/invalid', 'standard input cannot be fixed in place', {
        next: ['use --diff instead, and apply what it prints'],
      });
    const target = await realPath(path);
    if (!(await readBytes(target)).equals(Buffer.from(before)))
      throw new AcgsError(
        'file/failed',
        `${file} has changed meanwhile, or is not UTF-8: it was left alone`,
        {
          next: ['run it again', 'or save the file as UTF-8'],
        },
      );
    const mode = (await factsOf(target))?.mode;
    await writeFileAtomic(target, after, mode === undefined ? {} : { mode: mode & 0o777 });
  }
}
