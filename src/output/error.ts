import { type AcgsError } from '../model/errors.js';
import { redact } from '../system/redaction.js';
import { type Paint } from './run/paint.js';

/**
 * One line with the code, then what to do next. The only place in which an error becomes text:
 * redacted, without a stack (unless ACGS_DEBUG is set).
 */
export function renderError(error: AcgsError, paint: Paint): string {
  const place = placeOf(error);
  const lines = [
    `${paint('red', 'error')}: ${place}${oneLine(error.message)} ${paint('dim', `[${error.code}]`)}`,
  ];
  if (error.output !== undefined && error.output.trim() !== '')
    lines.push(
      ...error.output
        .trimEnd()
        .split('\n')
        .map((line) => paint('dim', `  │ ${redact(line)}`)),
    );
  lines.push(...error.next.map((step) => `  → ${redact(step)}`));
  if (process.env['ACGS_DEBUG'] !== undefined)
    lines.push(redact(error.stack ?? ''), redact(String(error.cause ?? '')));
  return `${lines.join('\n')}\n`;
}

function placeOf(error: AcgsError): string {
  if (error.file === undefined) return '';
  const line = error.line === undefined ? '' : `:${error.line}`;
  const column = error.line === undefined || error.column === undefined ? '' : `:${error.column}`;
  return `${redact(error.file)}${line}${column}: `;
}

function oneLine(text: string): string {
  return redact(text.replaceAll(/\s*\n\s*/g, '; '));
}

/** An error as JSON documents hold it. */
export interface ErrorDocument {
  readonly code: string;
  readonly message: string;
  readonly next: readonly string[];
  readonly exit: number;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** The `error` field of a `--json` document (DESIGN: `error?{code,message,next,exit}`). */
export function errorDocument(error: AcgsError): ErrorDocument {
  return {
    code: error.code,
    message: oneLine(error.message),
    next: error.next.map((step) => redact(step)),
    exit: error.exit,
    ...(error.file === undefined ? {} : { file: redact(error.file) }),
    ...(error.line === undefined ? {} : { line: error.line }),
    ...(error.column === undefined ? {} : { column: error.column }),
  };
}
