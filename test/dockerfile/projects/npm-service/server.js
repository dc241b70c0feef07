const { createServer } = require('node:http');

const server = createServer((request, response) => response.end('ok'));
server.listen(Number(process.env.PORT ?? 8080));
process.on('SIGTERM', () => server.close());
