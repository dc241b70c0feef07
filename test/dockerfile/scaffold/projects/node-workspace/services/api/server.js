import { createServer } from 'node:http';
import { greeting } from '@shop/greeting';
import ms from 'ms';

createServer((_request, response) => response.end(`${greeting} ${ms(1000)}`)).listen(process.env.PORT || 3002);
