import { type AcgsError } from '../model/errors.js';
import { errorDocument, renderError } from '../output/error.js';
import { painter, type Paint } from '../output/run/paint.js';
import { environment } from '../system/environment.js';
import { type Outcome } from './acgs-command.js';

/** What is the same for the outcome of every command. */
interface CommonFlags {
  readonly quiet?: boolean;
}

/** A command that did what it was asked. `text` is for people; --quiet leaves it out. */
export function passed(
  flags: CommonFlags,
  document: object,
  text: (paint: Paint) => string | Promise<string>,
): Outcome {
  return { document: { status: 'passed', ...document }, human: people(flags, text) };
}

/**
 * A command that came to its end, with an answer that is a failure: its document and text are printed all the same, and the error
 * goes to stderr.
 */
export async function failed(
  flags: CommonFlags,
  error: AcgsError,
  document: object,
  text: (paint: Paint) => string | Promise<string>,
  status: 'failed' | 'refused' = 'failed',
): Promise<Outcome> {
  process.stderr.write(renderError(error, await painter(process.stderr, environment())));
  return {
    document: { status, error: errorDocument(error), ...document },
    human: people(flags, text),
    exit: error.exit,
  };
}

function people(
  { quiet }: CommonFlags,
  text: (paint: Paint) => string | Promise<string>,
): () => string | Promise<string> {
  return async () => (quiet === true ? '' : await text(await painter(process.stdout, environment())));
}
