import { asRecord, parseBoundedJson } from '../../model/bounded-json.js';
import { AcgsError } from '../../model/errors.js';
import { hideSecret } from '../../system/redaction.js';

const LIMITS = { bytes: 256 * 1024, depth: 8 };

/** The token in a provider's answer, hidden from now on. @throws AcgsError `service/invalid` for a page of HTML, or no token */
export function tokenIn(body: Buffer, field: string, service: string): string {
  let token: unknown;
  try {
    token = asRecord(parseBoundedJson(body, 'the answer', LIMITS))?.[field];
  } catch (error) {
    throw new AcgsError('service/invalid', `${service} answered something that is no JSON`, { cause: error });
  }
  if (typeof token !== 'string' || token === '')
    throw new AcgsError('service/invalid', `the answer of ${service} holds no token`);
  hideSecret(token);
  return token;
}
