import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { AcgsError } from '../../src/model/errors.js';
import { endpointOf } from '../../src/registry/endpoint.js';
import { SchemeChoice } from '../../src/registry/scheme-choice.js';
import { type HttpResponse } from '../../src/system/http.js';
import { refusal } from './refusals.js';

const HOST = '127.0.0.1:5000';

function answer(status: number, text: string, url: URL): HttpResponse {
  return { status, headers: {}, body: Readable.from([Buffer.from(text)]), url: url.href };
}

const broken = (code: string): AcgsError =>
  new AcgsError('network/failed', code, { cause: Object.assign(new Error(code), { code }) });

/** A server that speaks one scheme; `tried` holds what it was spoken to in, in order. */
function server(speaks: string) {
  const tried: string[] = [];
  const attempt = async (base: URL): Promise<HttpResponse> => {
    tried.push(base.protocol);
    await Promise.resolve();
    if (base.protocol !== speaks) throw broken('ECONNRESET');
    return answer(200, 'here', base);
  };
  return { tried, attempt };
}

describe('the scheme of a registry', () => {
  it('is the first that is answered, and stays', async () => {
    const choice = new SchemeChoice(endpointOf(HOST));
    const { tried, attempt } = server('https:');
    await choice.send(attempt);
    expect(choice.base().href).toBe(`https://${HOST}/v2/`);
    await choice.send(attempt);
    expect(tried).toEqual(['http:', 'https:', 'https:']);
  });

  it('is found by many at once, each on its own, whatever the others meet', async () => {
    const choice = new SchemeChoice(endpointOf(HOST));
    const { attempt } = server('https:');
    const unlucky = async (): Promise<HttpResponse> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      throw broken('ECONNRESET');
    };
    const all = await Promise.allSettled([unlucky, attempt, unlucky, attempt].map((one) => choice.send(one)));
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect(choice.base().protocol).toBe('https:');
  });

  it('is not settled by a failure, and a refusal is no other scheme', async () => {
    const choice = new SchemeChoice(endpointOf(HOST));
    const refused = new AcgsError('network/refused', 'offline');
    await refusal(
      choice.send(() => Promise.reject(refused)),
      'network/refused',
    );
    expect(choice.base().protocol).toBe('http:');
  });

  it('is https where a TLS server says so to plain http, and http where 400 means something else', async () => {
    const choice = new SchemeChoice(endpointOf(HOST));
    const said = 'Client sent an HTTP request to an HTTPS server.';
    await choice.send((base) => Promise.resolve(answer(base.protocol === 'http:' ? 400 : 200, said, base)));
    expect(choice.base().protocol).toBe('https:');
    const plain = new SchemeChoice(endpointOf(HOST));
    const { status } = await plain.send((base) => Promise.resolve(answer(400, 'bad digest', base)));
    expect([status, plain.base().protocol]).toEqual([400, 'http:']);
  });
});
