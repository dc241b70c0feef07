// A process of its own: passes requests on to a registry, and adds a line to a file for each, so that a measured program's requests can be counted.
import { appendFileSync } from 'node:fs';
import { createServer, request } from 'node:http';

const [upstream, file] = process.argv.slice(2);
const [host, port] = upstream.split(':');

const server = createServer((incoming, outgoing) => {
  const { method, url, headers } = incoming;
  appendFileSync(file, `${method} ${url}\n`);
  const passed = request({ host, port, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on('error', () => outgoing.destroy());
  incoming.pipe(passed);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`127.0.0.1:${server.address().port}\n`));
process.stdin.on('end', () => process.exit()).resume();
