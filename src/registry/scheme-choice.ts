import { Readable } from 'node:stream';
import { mayReconnect } from '../system/connection-failure.js';
import { type HttpResponse } from '../system/http.js';
import { readBody } from '../system/read-body.js';
import { isWrongScheme } from './unreachable.js';
import { type Endpoint, type Scheme } from './endpoint.js';
import { SMALL_ANSWER_LIMIT } from './limits.js';

/**
 * Which of https and http a registry speaks, where both are allowed: found out by its first answer. Many requests may try at once,
 * each on its own, so that none goes where another happens to be trying.
 */
export class SchemeChoice {
  private spoken: Scheme | undefined;
  private readonly bases = new Map<Scheme, URL>();

  constructor(private readonly endpoint: Endpoint) {}

  /** Where the API lies, as far as is known. */
  base(): URL {
    return this.baseOf(this.spoken ?? this.endpoint.schemes[0]);
  }

  /** Sends with the scheme known, or tries one after the other. */
  async send(attempt: (base: URL) => Promise<HttpResponse>): Promise<HttpResponse> {
    const [first, other] = this.endpoint.schemes;
    if (this.spoken !== undefined || other === undefined) return await attempt(this.base());
    let failure: unknown;
    try {
      const response = await attempt(this.baseOf(first));
      const answer = first === 'http' && response.status === 400 ? await unlessForTls(response) : response;
      if (answer !== undefined) {
        this.spoken = first;
        return answer;
      }
    } catch (error) {
      if (!isWrongScheme(error)) throw error;
      failure = error;
    }
    try {
      const response = await attempt(this.baseOf(other));
      this.spoken = other;
      return response;
    } catch (error) {
      // A connection that merely broke is tried again; that the other scheme is not spoken says nothing then.
      throw failure !== undefined && mayReconnect(failure) ? failure : error;
    }
  }

  private baseOf(scheme: Scheme): URL {
    const known = this.bases.get(scheme) ?? new URL(`${scheme}://${this.endpoint.host}/v2/`);
    this.bases.set(scheme, known);
    return known;
  }
}

/** The answer again, unless it is that of a TLS server to plain http (Go and nginx say so in words, with 400). */
async function unlessForTls(response: HttpResponse): Promise<HttpResponse | undefined> {
  const body = await readBody(response, SMALL_ANSWER_LIMIT);
  if (/to an? HTTPS (?:server|port)/i.test(body.toString('latin1'))) return undefined;
  return { ...response, body: Readable.from([body]) };
}
