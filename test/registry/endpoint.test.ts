import { describe, expect, it } from 'vitest';
import { endpointOf, judgeHop } from '../../src/registry/endpoint.js';
import { refusal } from './refusals.js';

describe('the address of a registry', () => {
  it.each([
    ['ghcr.io', {}, 'ghcr.io', ['https']],
    ['docker.io', {}, 'registry-1.docker.io', ['https']],
    ['index.docker.io', {}, 'registry-1.docker.io', ['https']],
    ['registry.example.com:5000', {}, 'registry.example.com:5000', ['https']],
    ['registry.example.com:5000', { allowHttp: true }, 'registry.example.com:5000', ['https', 'http']],
    ['localhost:5000', {}, 'localhost:5000', ['http', 'https']],
    ['127.0.0.1:5000', {}, '127.0.0.1:5000', ['http', 'https']],
    ['[::1]:5000', {}, '[::1]:5000', ['http', 'https']],
    ['127.0.0.1:5000', { allowInsecure: true }, '127.0.0.1:5000', ['https', 'http']],
    ['localhost.evil.com', {}, 'localhost.evil.com', ['https']],
    ['192.168.1.2:5000', {}, '192.168.1.2:5000', ['https']],
  ])('of %s with %j is %s by %j', (registry, options, host, schemes) => {
    expect(endpointOf(registry, options)).toMatchObject({ registry, host, schemes });
  });

  it('must be one', async () => {
    for (const registry of ['127.999.1.1:80', 'a b', 'host:99999', ''])
      await refusal(() => endpointOf(registry), 'reference/invalid');
  });
});

describe('a hop', () => {
  const judge = (from: string, to: string, allowHttp = false) =>
    judgeHop(new URL(from), new URL(to), allowHttp);

  it.each([
    ['https://a.example', 'https://b.example', false],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5001', false],
    ['http://127.0.0.1:5000', 'https://b.example', false],
    ['http://a.example', 'http://b.example', true],
  ])('from %s to %s is taken (http allowed: %j)', (from, to, allowHttp) => {
    expect(() => judge(from, to, allowHttp)).not.toThrow();
  });

  it.each([
    ['https://a.example', 'http://a.example', false],
    ['https://a.example', 'http://a.example', true],
    ['https://a.example', 'http://127.0.0.1', true],
    ['http://127.0.0.1:5000', 'http://b.example', false],
    ['https://a.example', 'ftp://a.example', false],
    ['https://a.example', 'https://user:pass@b.example', false],
  ])('from %s to %s is refused (http allowed: %j)', async (from, to, allowHttp) => {
    await refusal(() => judge(from, to, allowHttp), 'registry/protocol');
  });
});
