import { AcgsError } from '../model/errors.js';
import { EXIT, type ExitCode } from '../model/exit-code.js';
import { errorDocument, renderError } from '../output/error.js';
import { painter } from '../output/run/paint.js';
import { writeOut } from './print-outcome.js';

/** Prints a failure once: for people on stderr and, with `--json`, as the command's document. Returns the exit code. */
export async function reportFailure(thrown: unknown, options: { readonly json: boolean }): Promise<ExitCode> {
  const error = asAcgsError(thrown);
  process.stderr.write(renderError(error, await painter(process.stderr, process.env)));
  if (options.json)
    await writeOut(
      `${JSON.stringify({ schemaVersion: 1, status: 'failed', error: errorDocument(error) }, undefined, 2)}\n`,
    );
  return error.exit;
}

/** Whatever was thrown, as one of ours: oclif's parse errors are usage errors, anything unknown is our own mistake. */
function asAcgsError(thrown: unknown): AcgsError {
  if (thrown instanceof AcgsError) return thrown;
  if (thrown instanceof Error && 'oclif' in thrown) {
    const message = thrown.message.replace(/\nSee more help with --help$/, '').trim();
    return new AcgsError('usage/invalid', message.replaceAll(/\s*\n\s*/g, '; '), { cause: thrown });
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AcgsError('internal/bug', `unexpected failure: ${message}`, {
    cause: thrown,
    exit: EXIT.failed,
  });
}
