import { AcgsError } from '../../model/errors.js';
import { type IgnoreFile } from './ignore-entry.js';
import { parsePlainIgnores } from './parse-plain-ignores.js';

/**
 * Reads an ignore file in one of Trivy's two forms, told apart by the name's ending as Trivy does.
 * @throws AcgsError `config/syntax`, `config/invalid` with file and line
 */
export async function parseIgnores(text: string, name: string): Promise<IgnoreFile> {
  if (text.length > 1024 * 1024)
    throw new AcgsError('config/invalid', 'an ignore file may have at most 1 MiB', { file: name });
  if (!/\.ya?ml$/.test(name)) return parsePlainIgnores(text, name);
  const { parseYamlIgnores } = await import('./parse-yaml-ignores.js');
  return parseYamlIgnores(text, name);
}
