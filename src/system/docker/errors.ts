import { AcgsError, messageOf } from '../../model/errors.js';
import { errnoOf } from '../file-failure.js';
import { redact } from '../redaction.js';
import { type EngineEndpoint } from './endpoint.js';

/** What to do for each way in which a socket can fail. */
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'you may not use that socket: add yourself to the group "docker", or use rootless Docker',
  ENOENT: 'there is no engine at that socket: start Docker, or set DOCKER_HOST',
  ECONNREFUSED: 'the engine is stopped: start Docker',
  ENOTFOUND: 'check the host name in DOCKER_HOST or in the docker context',
  ETIMEDOUT: 'check the network to that host',
};

const UNREACHABLE = new Set([
  ...Object.keys(ADVICE),
  'ECONNRESET',
  'EHOSTUNREACH',
  'EPIPE',
  'ENETUNREACH',
  'EPERM',
]);

/** HTTP status of a failed engine call, if the engine answered at all. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}

/**
 * Turns what dockerode threw into our error: no answer is `engine/missing`, an abort is `run/interrupted`,
 * an answer with an error status is `tool/failed` with the engine's own words.
 */
export function engineError(
  what: string,
  error: unknown,
  endpoint: EngineEndpoint,
  signal?: AbortSignal,
): AcgsError {
  if (error instanceof AcgsError) return error;
  if (signal?.aborted === true) {
    const { reason } = signal as { reason: unknown };
    return reason instanceof AcgsError
      ? reason
      : new AcgsError('run/interrupted', `${what} was interrupted`, { cause: error });
  }
  const errno = errnoOf(error);
  const status = statusOf(error);
  if (status === undefined && errno !== undefined && UNREACHABLE.has(errno)) {
    const step = ADVICE[errno];
    return new AcgsError(
      'engine/missing',
      `no Docker engine answers at ${redact(endpoint.host)} (${endpoint.origin}): ${errno}`,
      { cause: error, next: [...(step === undefined ? [] : [step]), 'run `acgs doctor`'] },
    );
  }
  return new AcgsError('tool/failed', `the Docker engine could not ${what}: ${redact(wordsOf(error))}`, {
    cause: error,
    next: ['see the log of the Docker engine'],
  });
}

/** The engine's message without dockerode's wrapping: `(HTTP code 404) no such image - No such image: x`. */
function wordsOf(error: unknown): string {
  if (error instanceof Error && 'json' in error) {
    const body: unknown = error.json;
    if (typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string')
      return body.message.trim().split('\n').join(' ');
  }
  return messageOf(error).trim().split('\n').join(' ');
}
