import { AcgsError } from '../model/errors.js';

/**
 * A value that cannot stand where a template wants it. Control characters are shown as JSON writes them.
 * @param expected what may stand there, e.g. `one line of text`
 */
export function unsafeValue(value: unknown, expected: string): AcgsError {
  const shown = (JSON.stringify(value) ?? String(value)).slice(0, 120);
  return new AcgsError('template/unsafe-value', `expected ${expected}, got ${shown}`, {
    next: ['change that answer or that value in acgs.yaml'],
  });
}
