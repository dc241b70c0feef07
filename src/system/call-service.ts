import { AcgsError, messageOf } from '../model/errors.js';
import { connectionCode, mayReconnect } from './connection-failure.js';
import { monotonic } from './clock.js';
import { type HttpRequest, type HttpResponse, send } from './http.js';
import { isLoopback } from './is-loopback.js';
import { interruption } from './interruption.js';
import { mayPass, retryAfterMs } from './passing-status.js';
import { readBody } from './read-body.js';
import { redact } from './redaction.js';
import { withRetry } from './retry.js';

/** A web service as messages name it, e.g. `Fulcio`, and what is asked of it. */
export interface ServiceCall extends Omit<HttpRequest, 'body' | 'url' | 'deadline'> {
  readonly service: string;
  readonly url: string;
  readonly body?: Uint8Array | string;
  /** Statuses that are an answer and no failure; default 200 and 201. */
  readonly accept?: readonly number[];
  /** Most bytes of the answer, default 1 MiB. */
  readonly limit?: number;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Logs have been seen to take half a minute, and answer well in the end. */
const IDLE_MS = 60_000;
/** Longest time of one try, so that an answer of a byte now and then ends too. */
const TRY_MS = 120_000;
const LIMIT = 1024 * 1024;
/** A service that asks for a longer pause is not waited for. */
const LONGEST_PAUSE_MS = 60_000;
/** Where nobody listens, a second try is enough: the user waits. */
const REFUSED_ATTEMPTS = 2;
const SAID = 300;

/** A failure that may pass by itself; `afterMs` is how long the service asked to wait. */
class Passing extends AcgsError {
  constructor(
    message: string,
    readonly afterMs: number | undefined,
  ) {
    super('service/unreachable', message);
  }
}

/**
 * Asks a service, again while its failure may pass (broken connections, 408, 429 with its Retry-After, 5xx). A caller whose
 * request changes something must be able to tell by the answer that it was done before. Redirects are not followed.
 * @throws AcgsError `service/unreachable`, `service/refused`, `network/refused` (offline, plain http), `run/interrupted`
 */
export async function callService(call: ServiceCall): Promise<ServiceAnswer> {
  assertPrivate(call);
  const { signal } = call;
  try {
    return await withRetry(() => tryOnce(call), {
      judge: judgeOfOneCall(),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw interruption(signal, doing(call));
    if (error instanceof AcgsError && error.code === 'network/failed')
      throw new AcgsError('service/unreachable', `${call.service} cannot be reached: ${error.message}`, {
        cause: error,
      });
    throw error;
  }
}

function judgeOfOneCall(): (error: unknown) => { again: boolean; afterMs?: number } {
  let refused = 0;
  return (error) => {
    if (error instanceof Passing) {
      const { afterMs } = error;
      return afterMs === undefined ? { again: true } : { again: afterMs <= LONGEST_PAUSE_MS, afterMs };
    }
    if (!(error instanceof AcgsError) || error.code !== 'network/failed') return { again: false };
    if (connectionCode(error) === 'ECONNREFUSED') refused += 1;
    return { again: mayReconnect(error) && refused < REFUSED_ATTEMPTS };
  };
}

async function tryOnce(call: ServiceCall): Promise<ServiceAnswer> {
  const { service: _service, accept = [200, 201], limit = LIMIT, ...request } = call;
  const response = await send({ idleMs: IDLE_MS, ...request, deadline: monotonic() + TRY_MS });
  if (!accept.includes(response.status)) throw await failureOf(response, call);
  return { status: response.status, headers: response.headers, body: await readBody(response, limit) };
}

async function failureOf(response: HttpResponse, call: ServiceCall): Promise<AcgsError> {
  const { status, headers } = response;
  const said = await explanationOf(response);
  const message = `${doing(call)}: HTTP ${status}${said === '' ? '' : ` (${said})`}`;
  if (mayPass(status)) return new Passing(message, retryAfterMs(headers['retry-after'], Date.now()));
  return new AcgsError('service/refused', message);
}

/** What the service said was wrong, in one bounded line without secrets. */
async function explanationOf(response: HttpResponse): Promise<string> {
  let text: string;
  try {
    text = (await readBody(response, LIMIT)).toString('utf8');
  } catch (error) {
    // The status alone must do: an error page that breaks off says nothing more.
    return redact(messageOf(error)).slice(0, SAID);
  }
  return redact(messageIn(text)).replace(/\s+/g, ' ').trim().slice(0, SAID);
}

/** The message of an error document (gRPC gateway, go-openapi, OAuth), else the text itself unless it is a page. */
function messageIn(text: string): string {
  try {
    const { message, error, error_description: description } = JSON.parse(text) as Record<string, unknown>;
    const parts = [message ?? error, description].filter((part) => typeof part === 'string');
    if (parts.length > 0) return parts.join(': ');
  } catch {
    // No JSON: then the text is the message.
  }
  return text.trimStart().startsWith('<') ? '' : text;
}

function doing({ service, method, url }: ServiceCall): string {
  const { origin, pathname } = new URL(url);
  return redact(`${service} (${method} ${origin}${pathname})`);
}

/** Tokens and what is to be signed travel encrypted, or stay on this machine (rules of trust 7). */
function assertPrivate({ service, url }: ServiceCall): void {
  if (!URL.canParse(url))
    throw new AcgsError('usage/invalid', `the address of ${service} is no URL: ${redact(url.slice(0, 200))}`);
  const { protocol, hostname } = new URL(url);
  if (protocol === 'http:' && !isLoopback(hostname))
    throw new AcgsError(
      'network/refused',
      `${service} at ${hostname} would be spoken to in plain http: expected https`,
    );
}
