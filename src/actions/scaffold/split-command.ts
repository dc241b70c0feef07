import { AcgsError } from '../../model/errors.js';

/**
 * Words of a command line, quotes taken off. It becomes the exec form, which no shell reads.
 * @throws AcgsError `usage/invalid` for what only a shell understands
 */
export function splitCommand(text: string): string[] {
  const words: string[] = [];
  const pattern = /\s*((?:[^\s"'\\$`&|;<>()]+|"[^"$`\\]*"|'[^']*')+)/gy;
  let end = 0;
  for (const match of text.trim().matchAll(pattern)) {
    words.push((match[1] ?? '').replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
    end = match.index + match[0].length;
  }
  if (words.length === 0 || end < text.trim().length)
    throw new AcgsError('usage/invalid', `--command: expected a program and its arguments, got "${text}"`, {
      next: ['put what needs a shell into a script, and name that'],
    });
  return words;
}
