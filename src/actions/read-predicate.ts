import { parseBoundedJson } from '../model/bounded-json.js';
import { EVIDENCE_LIMITS } from '../evidence/limits.js';
import { AcgsError } from '../model/errors.js';
import { PREDICATE } from '../model/predicate-types.js';
import { timestamp } from '../system/clock.js';
import { exists, readBytes } from '../system/files.js';
import { predicateTypeOf } from '../verification/requirements.js';

/** A predicate as it goes into a statement. */
export interface Predicate {
  /** URI. */
  readonly type: string;
  readonly content: unknown;
}

/**
 * Reads `--predicate FILE` for `--type TYPE` as cosign does: JSON, but `custom` wraps the text with a time, and `spdx` may be in
 * tag-value form.
 * @throws AcgsError `usage/invalid`, `source/not-found`, `evidence/invalid`, `evidence/too-large`
 */
export async function readPredicate(type: string, file: string): Promise<Predicate> {
  const uri = predicateTypeOf(type);
  if (!(await exists(file)))
    throw new AcgsError('source/not-found', `there is no predicate file ${file}`, {
      next: ['check --predicate'],
    });
  const bytes = await readBytes(file, EVIDENCE_LIMITS.statement.bytes);
  if (uri === PREDICATE.custom)
    return { type: uri, content: { Data: bytes.toString('utf8'), Timestamp: timestamp() } };
  if (type === 'spdx' && !/^\s*\{/.test(bytes.toString('utf8', 0, 200)))
    return { type: uri, content: bytes.toString('utf8') };
  return { type: uri, content: parseBoundedJson(bytes, `the predicate ${file}`, EVIDENCE_LIMITS.statement) };
}
