import ms from 'ms';

Bun.serve({ port: Number(process.env.PORT), fetch: () => new Response(ms(1000)) });
