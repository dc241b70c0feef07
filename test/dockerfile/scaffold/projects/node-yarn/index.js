import { createServer } from 'node:http';
import ms from 'ms';

createServer((_request, response) => response.end(ms(1000))).listen(Number(process.env.PORT ?? 3001));
