import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, type Socket } from 'node:net';

/** What goes wrong with a request instead of, or on top of, being forwarded. */
export type Fault =
  /** This status and no more; e.g. 500, 429 with `retry-after`, 401. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The upstream's answer, cut off in the middle of its body. */
  | { readonly kind: 'half-body' }
  /** The connection is reset before any answer. */
  | { readonly kind: 'reset' }
  /** The request reaches the upstream, but the connection is reset before its answer: did it happen? */
  | { readonly kind: 'reset-after' }
  /** Sent elsewhere. */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: 301 | 302 | 303 | 307 | 308 }
  /** No answer ever. */
  | { readonly kind: 'hang' }
  /** One bit of the upstream's answer is another. */
  | { readonly kind: 'flip' };

/** A request that came, in the order of coming. */
export interface SeenRequest {
  /** Counts from 1, over all requests. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  fault?: Fault['kind'];
}

/** Decides over each request; undefined lets it pass. */
export type FaultScript = (seen: SeenRequest) => Fault | undefined;

export interface FaultProxy extends AsyncDisposable {
  /** `127.0.0.1:PORT`, to be used in place of the upstream's address. */
  readonly address: string;
  readonly requests: readonly SeenRequest[];
  /** How many requests came with one of these methods; all without any. */
  count(...methods: string[]): number;
  /** Requests that change the registry: POST, PUT, PATCH, DELETE. */
  writes(): number;
  /** Replaces the script from the next request on. */
  script(next: FaultScript): void;
  /** Forgets the requests seen so far; numbering starts again at 1. */
  forget(): void;
  stop(): Promise<void>;
}

/** The `nth` request (from 1) that `matches` goes wrong; all others pass. */
export function nth(
  n: number,
  fault: Fault,
  matches: (seen: SeenRequest) => boolean = () => true,
): FaultScript {
  let met = 0;
  return (seen) => (matches(seen) && ++met === n ? fault : undefined);
}

/** Starts a proxy in front of `upstream` (`host:port`, plain http) that counts requests and fails as `script` says. */
export async function startFaultProxy(
  upstream: string,
  script: FaultScript = () => undefined,
): Promise<FaultProxy> {
  let current = script;
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, answer) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const seen: SeenRequest = { number: requests.length + 1, method, path, headers };
    requests.push(seen);
    const fault = current(seen);
    if (fault) seen.fault = fault.kind;
    handle(incoming, answer, upstream, fault);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const count: FaultProxy['count'] = (...methods) =>
    requests.filter(({ method }) => methods.length === 0 || methods.includes(method)).length;
  return {
    address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    count,
    writes: () => count('POST', 'PUT', 'PATCH', 'DELETE'),
    script: (next) => (current = next),
    forget: () => (requests.length = 0),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function handle(
  incoming: IncomingMessage,
  answer: ServerResponse,
  upstream: string,
  fault: Fault | undefined,
): void {
  switch (fault?.kind) {
    case 'status':
      answer.writeHead(fault.status, fault.headers ? { ...fault.headers } : {}).end(fault.body ?? '');
      incoming.resume();
      return;
    case 'redirect':
      answer.writeHead(fault.status ?? 307, { location: fault.location }).end();
      incoming.resume();
      return;
    case 'reset':
      incoming.socket.resetAndDestroy();
      return;
    case 'hang':
      incoming.resume();
      return;
    case 'half-body':
    case 'reset-after':
    case 'flip':
    case undefined:
      forward(incoming, answer, upstream, fault?.kind);
  }
}

type AnswerFault = 'half-body' | 'reset-after' | 'flip' | undefined;

function forward(
  incoming: IncomingMessage,
  answer: ServerResponse,
  upstream: string,
  fault: AnswerFault,
): void {
  const { method, url: path, headers } = incoming;
  const [hostname = '127.0.0.1', port] = upstream.split(':');
  const call = request({ hostname, port, method, path, headers: { ...headers } }, (reply) => {
    if (fault === 'reset-after') {
      reply.resume().once('end', () => incoming.socket.resetAndDestroy());
      return;
    }
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    if (fault === undefined) {
      reply.pipe(answer);
      return;
    }
    const chunks: Buffer[] = [];
    reply
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .once('end', () => {
        spoil(Buffer.concat(chunks), answer, fault);
      });
  });
  call.once('error', () => incoming.socket.destroy());
  answer.once('close', () => call.destroy());
  incoming.pipe(call);
}

function spoil(body: Buffer, answer: ServerResponse, fault: 'half-body' | 'flip'): void {
  if (fault === 'half-body') {
    answer.write(body.subarray(0, Math.floor(body.length / 2)), () => answer.destroy());
    return;
  }
  const at = Math.floor(body.length / 2);
  body.writeUInt8(body.readUInt8(at) ^ 1, at);
  answer.end(body);
}
