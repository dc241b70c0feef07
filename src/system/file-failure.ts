import { AcgsError, messageOf } from '../model/errors.js';

/** errno of a failed file operation, e.g. `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Whether it is the system that refused a file operation: for those who then have another place. */
export function isRefusedBySystem(error: unknown): error is AcgsError {
  return error instanceof AcgsError && error.code === 'file/failed' && errnoOf(error.cause) !== undefined;
}

/** What went wrong with a file, as an error for the user. */
export function fileFailure(what: string, path: string, error: unknown): AcgsError {
  if (error instanceof AcgsError) return error;
  const advice: Record<string, string> = {
    ENOSPC: 'free some space on that disk, or choose another with --output',
    EROFS: 'the file system is read-only: choose another place with --output',
    EACCES: 'check who owns the folder',
    ENOENT: 'check the path',
  };
  const errno = errnoOf(error);
  const step = errno === undefined ? undefined : advice[errno];
  return new AcgsError('file/failed', `cannot ${what} ${path}: ${errno ?? messageOf(error)}`, {
    cause: error,
    ...(step === undefined ? {} : { next: [step] }),
  });
}
