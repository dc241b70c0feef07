import { afterEach, describe, expect, it } from 'vitest';
import { callService } from '../../src/system/call-service.js';
import { setDoorPolicy } from '../../src/system/door.js';
import { forgetSecrets, hideSecret } from '../../src/system/redaction.js';
import { nth, startFaultProxy } from '../bench/fault-proxy.js';
import { startHttpService } from '../bench/sigstore/http-service.js';

afterEach(() => {
  setDoorPolicy({});
  forgetSecrets();
});

const ask = (url: string, more: Partial<Parameters<typeof callService>[0]> = {}) =>
  callService({ service: 'the oracle', method: 'GET', url, ...more });

describe('a service', () => {
  it.each([
    ['500', { kind: 'status', status: 500 }],
    ['429 with Retry-After', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }],
    ['a reset', { kind: 'reset' }],
    ['a lost answer', { kind: 'reset-after' }],
    ['half an answer', { kind: 'half-body' }],
  ] as const)('is asked again after %s', async (_name, fault) => {
    await using oracle = await startHttpService((_request, response) => void response.end('yes'));
    await using proxy = await startFaultProxy(oracle.url.slice(7), nth(1, fault));
    expect((await ask(`http://${proxy.address}/`)).body.toString()).toBe('yes');
    expect(proxy.count()).toBe(2);
  });

  it('that asks for a longer pause than a minute is not waited for', async () => {
    await using oracle = await startHttpService((_request, response) => {
      response.writeHead(429, { 'retry-after': '3600' }).end();
    });
    await expect(ask(oracle.url)).rejects.toMatchObject({ code: 'service/unreachable', exit: 1 });
  });

  it.each([
    ['gRPC’s', '{"code":3,"message":"bad canary-token","details":[]}', 'bad ***'],
    ['OAuth’s', '{"error":"invalid_grant","error_description":"too late"}', 'invalid_grant: too late'],
    ['plain text', 'no\nsuch\tthing', 'no such thing'],
  ])('that refuses is quoted, in one line without secrets: %s', async (_name, body, said) => {
    hideSecret('canary-token');
    await using oracle = await startHttpService(
      (_request, response) => void response.writeHead(400).end(body),
    );
    await expect(ask(oracle.url)).rejects.toMatchObject({
      code: 'service/refused',
      message: `the oracle (GET ${oracle.url}/): HTTP 400 (${said})`,
    });
  });

  it('that refuses with a page is not quoted', async () => {
    await using oracle = await startHttpService(
      (_request, response) => void response.writeHead(403).end('<html>'),
    );
    await expect(ask(oracle.url)).rejects.toMatchObject({ message: /HTTP 403$/ });
  });

  it('that is down is named, with the cause', async () => {
    const oracle = await startHttpService(() => undefined);
    await oracle.stop();
    await expect(ask(oracle.url)).rejects.toMatchObject({
      code: 'service/unreachable',
      message: /^the oracle cannot be reached: .*ECONNREFUSED/,
    });
  });

  it('is not followed elsewhere', async () => {
    await using oracle = await startHttpService((_request, response) => {
      response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
    });
    await expect(ask(oracle.url)).rejects.toMatchObject({ code: 'service/refused', message: /HTTP 307/ });
  });

  it('answers no more than was asked for', async () => {
    await using oracle = await startHttpService((_request, response) => void response.end('x'.repeat(100)));
    await expect(ask(oracle.url, { limit: 99 })).rejects.toMatchObject({ code: 'evidence/too-large' });
  });

  it.each([
    ['http://oracle.example/', 'network/refused'],
    ['nowhere', 'usage/invalid'],
  ])('at %s is not spoken to', async (url, code) => {
    await expect(ask(url)).rejects.toMatchObject({ code });
  });

  it('is not spoken to offline', async () => {
    setDoorPolicy({ offline: true });
    await expect(ask('https://oracle.example/')).rejects.toMatchObject({ code: 'network/refused' });
  });

  it('is left alone when interrupted', async () => {
    const controller = new AbortController();
    await using oracle = await startHttpService(() => {
      controller.abort();
    });
    await expect(ask(oracle.url, { signal: controller.signal })).rejects.toMatchObject({
      code: 'run/interrupted',
    });
  });
});
