import { AcgsError, messageOf } from '../model/errors.js';
import { EXIT } from '../model/exit-code.js';
import { type RunError } from '../model/run-event.js';
import { redact } from '../system/redaction.js';

/** Anything thrown, as an AcgsError: what is not one is a mistake of acgs itself. */
export function asError(thrown: unknown): AcgsError {
  if (thrown instanceof AcgsError) return thrown;
  return new AcgsError('internal/bug', `unexpected failure: ${messageOf(thrown)}`, {
    cause: thrown,
    exit: EXIT.failed,
  });
}

/** An error as events, journal and report hold it: redacted, without the project's absolute path. */
export function describeError(error: AcgsError, root: string): RunError {
  const clean = (text: string): string => withoutRoot(redact(text), root);
  return {
    code: error.code,
    message: oneLine(error.message, root),
    next: error.next.map(clean),
    exit: error.exit,
    ...(error.file === undefined ? {} : { file: clean(error.file) }),
    ...(error.line === undefined ? {} : { line: error.line }),
    ...(error.column === undefined ? {} : { column: error.column }),
    ...(error.output === undefined ? {} : { output: clean(error.output) }),
  };
}

/** A text as one line, clean of secrets, control characters and the project's absolute path. */
export function oneLine(text: string, root: string): string {
  return withoutRoot(redact(text), root)
    .trim()
    .replaceAll(/\s*\n\s*/g, '; ');
}

/**
 * `.acgs/` and `dist/` move between checkouts, so no text in them may name this one. Only whole paths are taken:
 * with the project in `/app`, neither `/data/app/x` nor `/apple` changes.
 */
export function withoutRoot(text: string, root: string): string {
  if (root === '/' || !text.includes(root)) return text;
  const escaped = root.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text
    .replaceAll(new RegExp(`(?<![\\w./-])${escaped}/`, 'g'), '')
    .replaceAll(new RegExp(`(?<![\\w./-])${escaped}(?![\\w.-])`, 'g'), '.');
}
