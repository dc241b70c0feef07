import { AcgsError } from '../../model/errors.js';
import { type Outcome } from '../acgs-command.js';

/** Serves the editor at the other end of standard input and output. @throws AcgsError `usage/invalid` with `--json` */
export async function serveEditor(json: boolean, version: string): Promise<Outcome> {
  if (json)
    throw new AcgsError(
      'usage/invalid',
      '--json has no place here: stdout speaks the language server protocol',
      {
        next: ['leave --json out, or use `acgs dockerfile lint --json`'],
      },
    );
  const { serve } = await import('./serve.js');
  return await serve(process.stdin, process.stdout, version);
}
