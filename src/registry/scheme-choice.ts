import { Readable } from 'node:stream';
import { mayReconnect } from '../system/connection-failure.js';
import { type HttpResponse } from '../system/http.js';
import { readBody } from '../system/read-body.js';
import { isWrongScheme } from './unreachable.js';
import { type Endpoint, type Scheme } from './endpoint.js';
import { SMALL_ANSWER_LIMIT } from './limits.js';

/** Which of https and http a registry speaks, where both are allowed: found out by its first answer. */
export class SchemeChoice {
  private scheme: Scheme;
  private settled: boolean;
  private readonly bases = new Map<Scheme, URL>();

  constructor(private readonly endpoint: Endpoint) {
    this.scheme = endpoint.schemes[0];
    this.settled = endpoint.schemes.length === 1;
  }

  /** Where the API lies, as far as is known. */
  base(): URL {
    const known = this.bases.get(this.scheme) ?? new URL(`${this.scheme}://${this.endpoint.host}/v2/`);
    this.bases.set(this.scheme, known);
    return known;
  }

  /** Sends with the scheme known, or tries one after the other. `attempt` must ask {@link base} anew. */
  async send(attempt: () => Promise<HttpResponse>): Promise<HttpResponse> {
    const first = this.scheme;
    const other = this.endpoint.schemes.find((scheme) => scheme !== first);
    if (this.settled || other === undefined) return await attempt();
    let failure: unknown;
    try {
      const response = await attempt();
      const answer = first === 'http' && response.status === 400 ? await unlessForTls(response) : response;
      if (answer !== undefined) {
        this.settled = true;
        return answer;
      }
    } catch (error) {
      if (!isWrongScheme(error)) throw error;
      failure = error;
    }
    this.scheme = other;
    try {
      const response = await attempt();
      this.settled = true;
      return response;
    } catch (error) {
      this.scheme = first;
      // A connection that merely broke is tried again; that the other scheme is not spoken says nothing then.
      throw failure !== undefined && mayReconnect(failure) ? failure : error;
    }
  }
}

/** The answer again, unless it is that of a TLS server to plain http (Go and nginx say so in words, with 400). */
async function unlessForTls(response: HttpResponse): Promise<HttpResponse | undefined> {
  const body = await readBody(response, SMALL_ANSWER_LIMIT);
  if (/to an? HTTPS (?:server|port)/i.test(body.toString('latin1'))) return undefined;
  return { ...response, body: Readable.from([body]) };
}
