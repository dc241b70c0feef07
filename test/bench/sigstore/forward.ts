import { type IncomingMessage, request, type RequestOptions, type ServerResponse } from 'node:http';

/** Hands a request on to another server, and its answer back. */
export function forward(incoming: IncomingMessage, outgoing: ServerResponse, to: RequestOptions): void {
  const { method, url: path, headers } = incoming;
  const call = request({ ...to, method, path, headers: { ...headers } }, (reply) => {
    outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(outgoing);
  });
  call.once('error', () => incoming.socket.destroy());
  incoming.pipe(call);
}
