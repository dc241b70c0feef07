import { SPDX_IDS } from './spdx-ids.js';

/**
 * Whether a text is an SPDX licence identifier or an expression of them (`MIT OR Apache-2.0`,
 * `GPL-2.0-only WITH Classpath-exception-2.0`), which is what `org.opencontainers.image.licenses` holds.
 */
export function isSpdxExpression(text: string): boolean {
  const words = text.replace(/[()]/g, ' ').trim().split(/\s+/);
  return (
    words.every((word, index) => {
      if (index % 2 === 1) return word === 'OR' || word === 'AND' || word === 'WITH';
      if (words[index - 1] === 'WITH') return /^[A-Za-z0-9.-]+-exception(-[0-9.]+)?$/.test(word);
      return (
        SPDX_IDS.has(word) ||
        (word.endsWith('+') && SPDX_IDS.has(word.slice(0, -1))) ||
        /^(DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+$/.test(word)
      );
    }) && words.length % 2 === 1
  );
}
