import { randomBytes } from 'node:crypto';
import { AcgsError } from '../model/errors.js';
import { appendDurably } from '../system/files.js';
import { type Environment } from '../system/environment.js';

const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/**
 * Outputs of a step in GitHub's file form: a heredoc with a random delimiter, so that no value can end it and set
 * another output (docs.github.com, "Workflow commands", multiline strings).
 * @throws AcgsError `internal/bug` for a name that is none
 */
export function formatOutputs(
  outputs: Readonly<Record<string, string>>,
  delimiter: string = `acgs_${randomBytes(16).toString('hex')}`,
): string {
  return Object.entries(outputs)
    .map(([name, value]) => {
      if (!NAME.test(name) || value.includes(delimiter))
        throw new AcgsError('internal/bug', `an output named ${JSON.stringify(name)} cannot be written`);
      return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
    })
    .join('');
}

/** Sets outputs of this GitHub step; nothing where there is no such file. @throws AcgsError `file/failed` */
export async function writeOutputs(
  outputs: Readonly<Record<string, string>>,
  environment: Environment,
): Promise<void> {
  const { GITHUB_OUTPUT: file } = environment;
  if (file !== undefined && file !== '') await appendDurably(file, formatOutputs(outputs));
}
