import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { AcgsError } from '../model/errors.js';
import { interruption } from './interruption.js';

/** Waits on this machine for one request by a browser. */
export interface LoopbackServer {
  /** `http://localhost:PORT` and the path. */
  readonly url: string;
  /** The query of the first request to the path. @throws AcgsError `run/timeout`, `run/interrupted` */
  query(): Promise<URLSearchParams>;
  close(): void;
}

/**
 * Listens on 127.0.0.1, on any free port, for a browser that is sent back here.
 * @param page plain text that the browser then shows
 */
export async function listenOnLoopback(
  path: string,
  page: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<LoopbackServer> {
  let take: (query: URLSearchParams) => void;
  const came = new Promise<URLSearchParams>((resolve) => (take = resolve));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.setHeader('connection', 'close');
    if (url.pathname !== path || request.method !== 'GET') {
      response.writeHead(404).end('not found\n');
      return;
    }
    response.end(page);
    take(url.searchParams);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}${path}`,
    async query() {
      const patience = AbortSignal.timeout(timeoutMs);
      const stop = signal === undefined ? patience : AbortSignal.any([signal, patience]);
      const stopped = new Promise<never>((_resolve, reject) => {
        stop.addEventListener('abort', () => {
          reject(
            signal?.aborted === true
              ? interruption(signal, 'waiting for the browser')
              : new AcgsError('run/timeout', 'nobody logged in with the browser in time'),
          );
        });
      });
      return await Promise.race([came, stopped]);
    },
    close: () => server.close(),
  };
}
