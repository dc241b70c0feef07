import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { bench } from '../bench/bench.js';
import { type Fault, type FaultScript, nth, startFaultProxy } from '../bench/fault-proxy.js';
import { startRegistry } from '../bench/registry.js';
import { runOk } from '../bench/run.js';
import { CANARIES, expectFailure, releaseWithCanaries } from './canary.js';
import { type Project, project, statuses } from './project.js';

const USER = `canary:${CANARIES.ACGS_REGISTRY_PASSWORD}`;

const push = (it: Project, address: string, env: Readonly<Record<string, string>> = {}) =>
  releaseWithCanaries(it, ['--push', '--key', 'cosign.key', '--registry', `${address}/team`], {
    env: { ACGS_REGISTRY_USERNAME: 'canary', ...env },
  });

const isWrite: Parameters<typeof nth>[2] = ({ method }) => method !== 'GET' && method !== 'HEAD';

test('nobody answers: exit 1, and nothing but the push has failed', async () => {
  using it = await project();
  const result = await push(it, '127.0.0.1:1');
  expectFailure(result, 1, 'registry/unreachable', '127.0.0.1:1');
});

test('wrong credentials: exit 1, what to do, and nothing written', async () => {
  await using registry = await startRegistry({ user: 'canary:another-password' });
  await using proxy = await startFaultProxy(registry.address);
  using it = await project();
  const result = await push(it, proxy.address);
  expectFailure(result, 1, 'registry/unauthorized', 'docker login');
  expect(proxy.requests.filter((seen) => seen.method === 'PUT')).toEqual([]);
});

describe('faults that pass by themselves', () => {
  const once: [string, FaultScript][] = [
    ['500', nth(2, { kind: 'status', status: 500 })],
    [
      '429 with Retry-After',
      nth(3, { kind: 'status', status: 429, headers: { 'retry-after': '1' } }, isWrite),
    ],
    ['a reset connection', nth(4, { kind: 'reset' }, isWrite)],
    ['a lost answer', nth(5, { kind: 'reset-after' }, isWrite)],
    [
      'half a body',
      nth(
        1,
        { kind: 'half-body' },
        ({ method, path }) => method === 'GET' && path.includes('/manifests/sha256'),
      ),
    ],
    [
      'one bit changed on the way',
      nth(1, { kind: 'flip' }, ({ method, path }) => method === 'GET' && path.includes('/blobs/sha256')),
    ],
  ];
  test('the release comes to its end, and one that is repeated writes nothing', async () => {
    await using registry = await startRegistry({ user: USER });
    await using proxy = await startFaultProxy(registry.address);
    using it = await project();
    for (const [index, [name, script]] of once.entries()) {
      proxy.forget();
      proxy.script(script);
      const result = await push(it, `${proxy.address}/n${index}`);
      const met = proxy.requests.filter(({ fault }) => fault !== undefined).length;
      expect(met, `${name} was met`).toBe(1);
      if (name.startsWith('one bit')) {
        expectFailure(result, 4, 'evidence/tampered', 'sha256:');
        expect(statuses(result.report)).toMatchObject({ tag: 'cancelled' });
        continue;
      }
      expect(result.code, `${name}: ${result.stderr}`).toBe(0);
      const { image } = result.report.services[0] ?? { image: '' };
      await runOk(
        bench().tools.cosign3,
        [
          'verify',
          '--key',
          'cosign.pub',
          '--insecure-ignore-tlog=true',
          '--registry-username',
          'canary',
          '--registry-password',
          CANARIES.ACGS_REGISTRY_PASSWORD,
          image,
        ],
        { cwd: it.folder },
      );
    }
  });
});

describe('faults that stay', () => {
  const always: [string, Fault, (seen: { method: string; path: string }) => boolean, string][] = [
    ['500', { kind: 'status', status: 500 }, () => true, 'registry/unreachable'],
    [
      '429 that asks for an hour',
      { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
      () => true,
      'registry/unreachable',
    ],
    [
      'half a body',
      { kind: 'half-body' },
      ({ method, path }) => method === 'GET' && path.includes('/manifests/'),
      'registry/unreachable',
    ],
    ['403', { kind: 'status', status: 403 }, ({ method }) => method === 'PUT', 'registry/unauthorized'],
  ];
  test('exit 1 with the next step, and no tag', async () => {
    await using registry = await startRegistry({ user: USER });
    await using proxy = await startFaultProxy(registry.address);
    using it = await project();
    for (const [index, [name, fault, where, code]] of always.entries()) {
      proxy.forget();
      proxy.script((seen) => (where(seen) ? fault : undefined));
      const result = await push(it, `${proxy.address}/a${index}`);
      expectFailure(result, 1, result.report.error?.code ?? '', proxy.address);
      expect(result.report.error?.code, name).toBe(code);
      expect(statuses(result.report)['tag'], name).not.toBe('passed');
      expect(
        proxy.requests.some(({ method, path }) => method === 'PUT' && path.includes('/manifests/sha-')),
        name,
      ).toBe(false);
    }
  });

  test('a registry that sends elsewhere gets no credentials there', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const other = createServer((request, answer) => {
      seen.push(request.headers);
      request.resume();
      answer.writeHead(404).end();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      await using registry = await startRegistry({ user: USER });
      const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/v2/elsewhere`;
      await using proxy = await startFaultProxy(registry.address, ({ path, headers }) =>
        path !== '/v2/' && headers.authorization !== undefined ? { kind: 'redirect', location } : undefined,
      );
      using it = await project();
      const result = await push(it, proxy.address);
      expect(result.code, result.stderr).toBe(1);
      expectFailure(result, 1, result.report.error?.code ?? '');
      expect(seen.length).toBeGreaterThan(0);
      for (const headers of seen) expect(headers).not.toHaveProperty('authorization');
    } finally {
      other.close();
    }
  });
});
