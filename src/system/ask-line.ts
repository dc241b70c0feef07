import { createInterface } from 'node:readline/promises';
import { AcgsError } from '../model/errors.js';

/**
 * Asks one question on the terminal. It goes to stderr, stdout is data only.
 * @throws AcgsError `run/interrupted` on Ctrl-C or Ctrl-D
 */
export async function askLine(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('close', () => {
        reject(new AcgsError('run/interrupted', 'interrupted while asking'));
      });
      lines.question(question).then((answer) => {
        resolve(answer.trim());
      }, reject);
    });
  } finally {
    lines.close();
  }
}
