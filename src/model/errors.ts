import { ERROR_CODES, type ErrorCode } from './error-codes.js';
import { type ExitCode } from './exit-code.js';

export interface AcgsErrorOptions {
  /** What the user can do now, one sentence or command each. */
  readonly next?: readonly string[];
  readonly cause?: unknown;
  /** Place in a user's file. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Last lines of a tool's output, already redacted. */
  readonly output?: string;
  /** Overrides the code's exit code: only for signals and time-outs that surface through another code. */
  readonly exit?: ExitCode;
}

/** The one error class: a closed code, one line of text, next steps, an exit code. Rendered in one place (src/output/error.ts). */
export class AcgsError extends Error {
  override readonly name = 'AcgsError';
  readonly code: ErrorCode;
  readonly exit: ExitCode;
  readonly next: readonly string[];
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly output: string | undefined;

  constructor(code: ErrorCode, message: string, options: AcgsErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.exit = options.exit ?? ERROR_CODES[code].exit;
    this.next = options.next ?? ERROR_CODES[code].next;
    this.file = options.file;
    this.line = options.line;
    this.column = options.column;
    this.output = options.output;
  }
}

/** Text of anything thrown, for a `cause` shown in one line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
