import { AcgsError } from '../model/errors.js';

/** `KEY=VALUE` words as a record. @throws AcgsError `usage/invalid` for a word that is none, or a key given twice */
export function keyValues(words: readonly string[], flag: string): Readonly<Record<string, string>> {
  const pairs = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf('=');
    const key = word.slice(0, at).trim();
    if (at < 1 || key === '')
      throw new AcgsError('usage/invalid', `expected ${flag} KEY=VALUE, got "${word.slice(0, 100)}"`);
    if (pairs.has(key)) throw new AcgsError('usage/invalid', `${flag} ${key} is given twice`);
    pairs.set(key, word.slice(at + 1));
  }
  return Object.fromEntries(pairs);
}
