import { fastify } from 'fastify';

const quotes = process.env.QUOTES_URL ?? 'http://quotes:8080/';
const app = fastify({ logger: true });

app.get('/healthz', () => ({ status: 'ok' }));

app.get('/', async () => {
  const time = new Date().toISOString();
  try {
    const answer = await fetch(quotes, { signal: AbortSignal.timeout(1_000) });
    return { time, ...(await answer.json()) };
  } catch {
    return { time, quote: null };
  }
});

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void app.close());
await app.listen({ host: '0.0.0.0', port: 8080 });
