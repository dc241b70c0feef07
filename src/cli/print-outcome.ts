import { type ExitCode, EXIT } from '../model/exit-code.js';
import { type Outcome } from './acgs-command.js';

/** Prints a command's end on stdout, as its JSON document or as text. Returns the exit code. */
export async function printOutcome(outcome: Outcome, json: boolean): Promise<ExitCode> {
  const text = json ? await documentOf(outcome) : ((await outcome.human?.()) ?? '');
  if (text !== '') await writeOut(/[\n\0]$/.test(text) ? text : `${text}\n`);
  return outcome.exit ?? EXIT.done;
}

async function documentOf({ document }: Outcome): Promise<string> {
  const made: unknown = typeof document === 'function' ? await document() : document;
  return JSON.stringify({ schemaVersion: 1, ...(made as object) }, undefined, 2);
}

/** Writes to stdout and waits until it is taken; a closed pipe (`| head`) is no error. */
export async function writeOut(text: string): Promise<void> {
  await new Promise<void>((resolve) => {
    process.stdout.write(text, () => {
      resolve();
    });
  });
}
