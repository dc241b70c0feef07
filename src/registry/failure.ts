import { AcgsError } from '../model/errors.js';
import { type HttpResponse } from '../system/http.js';
import { mayPass, retryAfterMs } from '../system/passing-status.js';
import { readBody } from '../system/read-body.js';
import { redact } from '../system/redaction.js';
import { isObject, parseJsonObject } from './bounded-json.js';
import { SMALL_ANSWER_LIMIT } from './limits.js';

/** A failure that may pass by itself; `afterMs` is how long the other side asked to wait. */
export class PassingFailure extends AcgsError {
  constructor(
    message: string,
    readonly afterMs: number | undefined,
    next?: readonly string[],
  ) {
    super('registry/unreachable', message, next === undefined ? {} : { next });
  }
}

/** What the registry said was wrong: codes and messages of its error document (distribution-spec, "Error Codes"), bounded. */
async function explanationOf(response: HttpResponse): Promise<string> {
  try {
    const document = parseJsonObject(await readBody(response, SMALL_ANSWER_LIMIT), 'the error document');
    const errors = Array.isArray(document['errors']) ? document['errors'] : [];
    const texts = errors.slice(0, 3).flatMap((error: unknown) => {
      if (!isObject(error)) return [];
      const parts = [error['code'], error['message']].filter((part) => typeof part === 'string');
      return [parts.join(': ')];
    });
    return redact(texts.join('; ')).replaceAll('\n', ' ').slice(0, 300);
  } catch {
    // The status alone must do: an error page that cannot be read says nothing more.
    response.body.destroy();
    return '';
  }
}

/** The error for a status that is no result of a request. `doing` is e.g. `GET manifest 1.0 of ghcr.io/acme/api`. */
export async function failureOf(response: HttpResponse, doing: string, registry: string): Promise<AcgsError> {
  const said = await explanationOf(response);
  const message = `${doing}: HTTP ${response.status}${said === '' ? '' : ` (${said})`}`;
  if (mayPass(response.status)) {
    const next =
      response.status === 429 ? ['wait, or log in with `docker login` to raise the rate limit'] : undefined;
    return new PassingFailure(message, retryAfterMs(response.headers['retry-after'], Date.now()), next);
  }
  if (response.status === 401 || response.status === 403) return unauthorized(message, registry);
  if (response.status === 404) return new AcgsError('registry/not-found', message);
  return new AcgsError('registry/protocol', message, {
    next: ['check that the address is that of an OCI registry', 'run `acgs doctor`'],
  });
}

/** The error for refused or missing credentials. */
export function unauthorized(message: string, registry: string, cause?: unknown): AcgsError {
  return new AcgsError('registry/unauthorized', message, {
    next: [
      `run \`docker login ${registry}\`, or pass --registry-username and --registry-password`,
      'check that the account may read and write this repository',
    ],
    ...(cause === undefined ? {} : { cause }),
  });
}
