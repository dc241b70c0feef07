import { expect } from 'vitest';
import { AcgsError } from '../../src/model/errors.js';
import { type ErrorCode } from '../../src/model/error-codes.js';

/** Awaits a refusal and checks its code; the error for further looks. */
export async function refusal(
  action: Promise<unknown> | (() => unknown),
  code: ErrorCode,
): Promise<AcgsError> {
  let error: unknown;
  try {
    await (typeof action === 'function' ? action() : action);
  } catch (thrown) {
    error = thrown;
  }
  expect(error, `expected a refusal with ${code}`).toBeInstanceOf(AcgsError);
  expect((error as AcgsError).code, (error as AcgsError).message).toBe(code);
  return error as AcgsError;
}
