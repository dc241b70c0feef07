import { execFileSync } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { AcgsError } from '../../src/model/errors.js';
import { type DoorPolicy, type Effect, setDoorPolicy } from '../../src/system/door.js';
import { closeConnections } from '../../src/system/agents.js';
import { monotonic } from '../../src/system/clock.js';
import { send } from '../../src/system/http.js';
import { isLoopback } from '../../src/system/is-loopback.js';
import { readBody } from '../../src/system/read-body.js';
import { forgetSecrets, hideSecret } from '../../src/system/redaction.js';

const former = { ...process.env };
const servers: { close(): unknown; closeAllConnections?(): void }[] = [];
let policyBefore: DoorPolicy | undefined;

afterEach(() => {
  process.env = { ...former };
  if (policyBefore !== undefined) setDoorPolicy(policyBefore);
  policyBefore = undefined;
  forgetSecrets();
  closeConnections();
  for (const server of servers.splice(0)) {
    server.closeAllConnections?.();
    server.close();
  }
});

async function listen(
  server: Server | ReturnType<typeof createTcpServer>,
  host = '127.0.0.1',
): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const port = await listen(
    createServer((request, response) => {
      requests.push(request);
      answer(request, response);
    }),
  );
  return { url: `http://127.0.0.1:${port}/`, requests };
}

async function codeOf(action: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AcgsError);
  const { code, message } = error as AcgsError;
  return { code, message };
}

const textOf = async (url: string): Promise<string> =>
  (await readBody(await send({ method: 'GET', url }), 1_000)).toString();

describe('send', () => {
  it('gives status, headers and body, and follows no redirect', async () => {
    const { url, requests } = await serve((_request, response) =>
      response.writeHead(302, { location: '/elsewhere', 'x-two': ['a', 'b'] }).end('moved'),
    );
    const response = await send({ method: 'GET', url });
    expect(response.status).toBe(302);
    expect(response.headers['location']).toBe('/elsewhere');
    expect(response.headers['x-two']).toBe('a, b');
    expect((await readBody(response, 100)).toString()).toBe('moved');
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers['user-agent']).toBe('acgs');
  });

  it('keeps connections for the next request', async () => {
    const sockets = new Set<Socket>();
    const { url } = await serve((request, response) => {
      sockets.add(request.socket);
      response.end('x');
    });
    for (let number = 0; number < 5; number += 1) await textOf(url);
    expect(sockets.size).toBe(1);
  });

  it('opens a stream anew for each try', async () => {
    const bodies: string[] = [];
    const { url } = await serve((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        bodies.push(text);
        response.end();
      });
    });
    const body = (): Readable => Readable.from([Buffer.from('one '), Buffer.from('two')]);
    for (const _try of [1, 2]) (await send({ method: 'PUT', url, body })).body.resume();
    expect(bodies).toEqual(['one two', 'one two']);
  });

  it('lets go of a stream that the other side does not want', async () => {
    const { url } = await serve((_request, response) => response.writeHead(413).end('too large'));
    let read = 0;
    const source = new Readable({
      read() {
        read += 1;
        this.push(Buffer.alloc(64 * 1024));
      },
    });
    const response = await send({
      method: 'PUT',
      url,
      body: () => source,
      headers: { 'content-length': String(10 ** 12) },
    });
    expect(response.status).toBe(413);
    await readBody(response, 1_000);
    await expect.poll(() => source.destroyed).toBe(true);
    const before = read;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(read).toBe(before);
  });

  it('hands on the error of a stream that breaks', async () => {
    const { url } = await serve((request) => void request.resume());
    const broken = (): Readable =>
      Readable.from(
        (async function* () {
          yield await Promise.resolve(Buffer.from('x'));
          throw new AcgsError('evidence/tampered', 'the bytes are others');
        })(),
        { objectMode: false },
      );
    expect(await codeOf(send({ method: 'PUT', url, body: broken }))).toMatchObject({
      code: 'evidence/tampered',
    });
  });

  it('gives up on silence, before and within an answer', async () => {
    const silent = await serve(() => undefined);
    const late = await codeOf(send({ method: 'GET', url: silent.url, idleMs: 50 }));
    expect(late).toMatchObject({ code: 'network/failed' });
    expect(late.message).toContain('no data');
    const stuck = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('half');
    });
    const response = await send({ method: 'GET', url: stuck.url, idleMs: 50 });
    expect(await codeOf(readBody(response, 100))).toMatchObject({ code: 'network/failed' });
  });

  it('ends at its deadline, before and within an answer that goes on and on', async () => {
    const silent = await serve(() => undefined);
    const late = await codeOf(send({ method: 'GET', url: silent.url, deadline: monotonic() + 50 }));
    expect(late).toMatchObject({ code: 'network/failed' });
    expect(late.message).toContain('no complete answer in time');
    const deadline = monotonic() + 100;
    const dripping = await serve((_request, response) => {
      const drops = setInterval(() => response.write('.'), 5);
      response.on('close', () => {
        clearInterval(drops);
      });
    });
    const response = await send({ method: 'GET', url: dripping.url, deadline });
    expect(await codeOf(readBody(response, 100_000))).toMatchObject({ code: 'network/failed' });
    expect(monotonic()).toBeGreaterThanOrEqual(deadline);
  });

  it('ends at once when interrupted while the answer is read, and sends nothing after', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200);
      response.write('half');
    });
    const controller = new AbortController();
    const { signal } = controller;
    const response = await send({ method: 'GET', url, signal });
    const reading = codeOf(readBody(response, 100));
    controller.abort();
    expect(await reading).toMatchObject({ code: 'network/failed' });
    expect(await codeOf(send({ method: 'GET', url, signal }))).toMatchObject({ code: 'run/interrupted' });
  });

  it('ends at once when interrupted', async () => {
    const { url } = await serve(() => undefined);
    const controller = new AbortController();
    const pending = codeOf(send({ method: 'GET', url, signal: controller.signal }));
    setTimeout(() => controller.abort(), 30);
    expect(await pending).toMatchObject({ code: 'run/interrupted' });
  });

  it('tells a refused and a reset connection as network/failed, without secrets', async () => {
    hideSecret('canary-secret');
    const port = await listen(createTcpServer((socket) => socket.resetAndDestroy()));
    const reset = await codeOf(send({ method: 'GET', url: `http://127.0.0.1:${port}/canary-secret?q=1` }));
    expect(reset.code).toBe('network/failed');
    expect(reset.message).not.toContain('canary');
    expect(reset.message).not.toContain('q=1');
    expect(await codeOf(send({ method: 'GET', url: 'http://127.0.0.1:1/' }))).toMatchObject({
      code: 'network/failed',
    });
  });

  it.each(['ftp://example.com/', 'file:///etc/passwd', 'nonsense', ''])('refuses %j', async (url) => {
    const { code } = await codeOf(send({ method: 'GET', url }));
    expect(code).toMatch(/^network\//);
  });
});

describe('readBody', () => {
  it('tells an answer that broke off before it was read', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1_000 });
      response.write('half', () => response.destroy());
    });
    const response = await send({ method: 'GET', url });
    await expect.poll(() => response.body.destroyed).toBe(true);
    expect(await codeOf(readBody(response, 1_000))).toMatchObject({ code: 'network/failed' });
  });

  it('stops past its limit', async () => {
    const { url } = await serve((_request, response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384)));
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    const response = await send({ method: 'GET', url });
    expect(await codeOf(readBody(response, 100_000))).toMatchObject({ code: 'evidence/too-large' });
    expect(response.body.destroyed).toBe(true);
  });

  it('tells an answer that breaks off', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1_000 });
      response.write('half', () => response.destroy());
    });
    expect(await codeOf(textOf(url))).toMatchObject({ code: 'network/failed' });
    const chunked = await serve((_request, response) => {
      response.write('half', () => response.destroy());
    });
    expect(await codeOf(textOf(chunked.url))).toMatchObject({ code: 'network/failed' });
  });
});

describe('bodies that come at the same time', () => {
  const LENGTH = 3 * 1024 * 1024;
  const body = (seed: number): Buffer =>
    Buffer.alloc(LENGTH, Buffer.from([seed, 7, seed * 3, 11, 250 - seed]));

  it.each([
    ['of known length', { 'content-length': LENGTH }],
    ['in chunks', {}],
  ])('keep their bytes apart, %s, read at once or late', async (_kind, headers) => {
    const { url } = await serve((request, response) => {
      response.writeHead(200, headers).end(body(Number(request.url?.slice(1))));
    });
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
    const bodies = await Promise.all(
      seeds.map(async (seed) => {
        const response = await send({ method: 'GET', url: `${url}${seed}` });
        const pieces: Buffer[] = [];
        for await (const piece of response.body as AsyncIterable<Buffer>) {
          pieces.push(piece);
          if (seed % 2 === 0) await sleep(2);
        }
        return Buffer.concat(pieces);
      }),
    );
    for (const [at, seed] of seeds.entries())
      expect(bodies[at]?.equals(body(seed)), `body ${seed}`).toBe(true);
  });

  it('keep what has come while nobody listened', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': LENGTH }).end(body(9));
    });
    const first = await send({ method: 'GET', url });
    const second = await send({ method: 'GET', url });
    await sleep(50);
    expect((await readBody(second, LENGTH)).equals(body(9))).toBe(true);
    expect((await readBody(first, LENGTH)).equals(body(9))).toBe(true);
  });
});

describe('this machine', () => {
  it('is told by name and address', () => {
    for (const host of ['localhost', 'LOCALHOST', 'a.localhost', '127.0.0.1', '127.255.0.9', '::1', '[::1]'])
      expect(isLoopback(host), host).toBe(true);
    for (const host of [
      'example.com',
      '128.0.0.1',
      '127.0.0.1.evil.com',
      'localhost.evil.com',
      '0.0.0.0',
      '10.0.0.1',
      '[::ffff:7f00:1]',
      '1.127.0.0.1',
    ])
      expect(isLoopback(host), host).toBe(false);
  });

  it('is reached by name, and never through a proxy', async () => {
    const { url, requests } = await serve((_request, response) => response.end('direct'));
    let proxied = 0;
    const proxy = await serve((_request, response) => {
      proxied += 1;
      response.end('proxied');
    });
    process.env['HTTP_PROXY'] = proxy.url;
    process.env['http_proxy'] = proxy.url;
    delete process.env['NO_PROXY'];
    delete process.env['no_proxy'];
    closeConnections();
    expect(await textOf(url)).toBe('direct');
    expect(await textOf(url.replace('127.0.0.1', 'localhost'))).toBe('direct');
    expect(requests).toHaveLength(2);
    expect(proxied).toBe(0);
  });

  it('is all that --offline allows', async () => {
    const { url } = await serve((_request, response) => response.end('here'));
    policyBefore = setDoorPolicy({ offline: true });
    expect(await textOf(url)).toBe('here');
    for (const other of ['https://example.com/', 'http://192.0.2.1/', 'http://[2001:db8::1]/'])
      expect(await codeOf(send({ method: 'GET', url: other }))).toMatchObject({ code: 'network/refused' });
  });
});

describe('other machines', () => {
  it('are reached through the proxy of the environment', async () => {
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.end('proxied');
    });
    const port = await listen(proxy);
    process.env['HTTP_PROXY'] = `http://127.0.0.1:${port}`;
    delete process.env['http_proxy'];
    delete process.env['NO_PROXY'];
    delete process.env['no_proxy'];
    closeConnections();
    expect(await textOf('http://registry.example.com/v2/')).toBe('proxied');
    expect(seen).toEqual(['http://registry.example.com/v2/']);
    process.env['NO_PROXY'] = 'registry.example.com';
    closeConnections();
    // Without the proxy the name does not resolve: the request must not have gone to it.
    await codeOf(send({ method: 'GET', url: 'http://registry.example.com/v2/', idleMs: 500 }));
    expect(seen).toHaveLength(1);
  });
});

describe('the door', () => {
  it('is passed by every request, free of query and secrets; a read-only run cannot write', async () => {
    hideSecret('canary-secret');
    const effects: Effect[] = [];
    policyBefore = setDoorPolicy({ readOnly: true, observe: (effect) => effects.push(effect) });
    const { url, requests } = await serve((_request, response) => response.end('x'));
    (await send({ method: 'GET', url: `${url}canary-secret?token=1` })).body.resume();
    (await send({ method: 'POST', url, reads: true })).body.resume();
    expect(effects.map(({ kind, mutates }) => [kind, mutates])).toEqual([
      ['http', false],
      ['http', false],
    ]);
    expect(effects[0]?.detail).toBe(`GET ${url}***`);
    expect(await codeOf(send({ method: 'PUT', url }))).toMatchObject({ code: 'internal/bug' });
    expect(requests).toHaveLength(2);
  });
});

describe('closeConnections', () => {
  it('leaves no idle connection behind', async () => {
    const open = new Set<Socket>();
    const server = createServer((_request, response) => response.end('x'));
    server.on('connection', (socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    });
    const port = await listen(server);
    await textOf(`http://127.0.0.1:${port}/`);
    expect(open.size).toBe(1);
    closeConnections();
    await expect.poll(() => open.size).toBe(0);
  });
});

describe('start-up', () => {
  it('loads http without what nothing here uses', () => {
    const url = new URL('../../src/system/node-http.ts', import.meta.url).href;
    const script = `await import(${JSON.stringify(url)}); console.log(process.moduleLoadList.filter((name) => /undici.undici$/.test(name)).length)`;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    });
    expect(output).toBe('0\n');
  });
});
