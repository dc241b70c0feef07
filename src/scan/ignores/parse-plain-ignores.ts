import { AcgsError } from '../../model/errors.js';
import { type IgnoreEntry, type IgnoreFile } from './ignore-entry.js';
import { readExpiry } from './read-expiry.js';

/**
 * `.trivyignore`: an id a line, `#` comments, optionally `exp:2026-12-31` (Trivy, pkg/result/ignore.go parseIgnore).
 * The comment just above an id counts as its statement.
 * @throws AcgsError `config/invalid` for a date that cannot be read: Trivy would silently drop the line
 */
export function parsePlainIgnores(text: string, name: string): IgnoreFile {
  const entries: IgnoreEntry[] = [];
  let comment = '';
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '') comment = '';
    else if (line.startsWith('#')) comment = line.replace(/^#+\s*/, '');
    else {
      const [id = '', ...fields] = line.split(/\s+/);
      const written = fields.find((field) => field.startsWith('exp:'))?.slice('exp:'.length);
      const expiresAt = written === undefined ? undefined : readExpiry(written);
      if (written !== undefined && expiresAt === undefined)
        throw new AcgsError(
          'config/invalid',
          `expected an expiry such as exp:2026-12-31, got "exp:${written.slice(0, 40)}"`,
          { file: name, line: index + 1 },
        );
      entries.push({ id, paths: [], purls: [], expiresAt, statement: comment, line: index + 1 });
    }
  }
  return { name, entries, oddities: [] };
}
