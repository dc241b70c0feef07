import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bench } from './bench.js';
import { nth, startFaultProxy } from './fault-proxy.js';
import { buildAndPush, buildLayout, quickService, vulnerableService } from './image.js';
import { startRegistry } from './registry.js';
import { runOk, runProgram } from './run.js';
import { scratchFolder, scratchRepository } from './scratch.js';

const referrersPath = `/v2/any/referrers/sha256:${'0'.repeat(64)}`;

describe('the bench', () => {
  it('has an engine with BuildKit, and both major versions of cosign', async () => {
    const version = await runOk(bench().tools.docker, ['version', '--format', '{{.Server.Version}}']);
    expect(Number.parseInt(version, 10)).toBeGreaterThanOrEqual(25);
    expect(await runOk(bench().tools.docker, ['buildx', 'version'])).toContain('buildx');
    // Debian's builds call themselves "devel"; what tells them apart is a command that came with version 3
    const { code } = await runProgram(bench().tools.cosign2, ['signing-config', 'create', '--help']);
    expect(code).not.toBe(0);
    expect(await runOk(bench().tools.cosign3, ['signing-config', 'create', '--help'])).toContain(
      'signing config',
    );
  });

  it('has a registry with the referrers API and one without', async () => {
    const { registryReferrers, registryPlain, tools, baseImages } = bench();
    const answers = async (address: string): Promise<Response> => {
      await runOk(tools.crane, ['copy', baseImages['busybox:stable'], `${address}/bench/busybox:1`]);
      return fetch(`http://${address}/v2/bench/busybox/referrers/sha256:${'0'.repeat(64)}`);
    };
    const withApi = await answers(registryReferrers);
    const without = await answers(registryPlain);
    expect(withApi.headers.get('content-type')).toBe('application/vnd.oci.image.index.v1+json');
    expect(withApi.status).toBe(200);
    expect(without.status).toBe(404);
  });

  it('finds what is vulnerable by the database that the registry serves, and nothing with a fix in a clean image', async () => {
    using scratch = scratchFolder();
    const findings = async (name: string, files: Readonly<Record<string, string>>): Promise<string[]> => {
      const layout = join(scratch.folder, name);
      await buildLayout(layout, { files });
      const report = await runOk(bench().tools.trivy, [
        'image',
        '--input',
        layout,
        '--cache-dir',
        join(scratch.folder, 'cache'),
        '--format',
        'json',
        '--quiet',
        '--ignore-unfixed',
        '--severity',
        'HIGH,CRITICAL',
      ]);
      const { Results = [] } = JSON.parse(report) as {
        Results?: { Vulnerabilities?: { VulnerabilityID: string }[] }[];
      };
      return Results.flatMap(({ Vulnerabilities = [] }) =>
        Vulnerabilities.map(({ VulnerabilityID }) => VulnerabilityID),
      ).sort();
    };
    expect(await findings('vulnerable', vulnerableService)).toEqual(['CVE-2023-25577', 'CVE-2023-30861']);
    expect(await findings('clean', quickService)).toEqual([]);
  });

  it('runs the quick service until it is healthy', async () => {
    const { docker } = bench().tools;
    const reference = `${bench().registryReferrers}/bench/quick:1`;
    const digest = await buildAndPush(reference, { files: quickService });
    const id = (await runOk(docker, ['run', '--detach', '--read-only', `${reference}@${digest}`])).trim();
    try {
      await expect
        .poll(() => runOk(docker, ['inspect', '--format', '{{.State.Health.Status}}', id]), {
          timeout: 20_000,
          interval: 300,
        })
        .toBe('healthy\n');
    } finally {
      await runOk(docker, ['rm', '--force', '--volumes', id]);
      await runOk(docker, ['image', 'rm', '--force', reference]);
    }
  });
});

describe('a registry of a test’s own', () => {
  it('keeps its blobs where the test can change them, and asks for credentials', async () => {
    using scratch = scratchFolder();
    await using registry = await startRegistry({ directory: scratch.folder, user: 'me:secret' });
    expect((await fetch(`${registry.url}/v2/`)).status).toBe(401);
    const authorization = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    expect((await fetch(`${registry.url}/v2/`, { headers: { authorization } })).status).toBe(200);
    const digest = 'sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
    const put = await fetch(`${registry.url}/v2/a/blobs/uploads/?digest=${digest}`, {
      method: 'POST',
      body: 'hello',
      headers: { authorization },
    });
    expect(put.status).toBe(201);
    expect(readdirSync(scratch.folder, { recursive: true }).join(' ')).toContain(digest.slice(7));
  });

  it('ends with its test', async () => {
    const registry = await startRegistry();
    await registry.stop();
    await expect(fetch(registry.url)).rejects.toThrow('fetch failed');
  });
});

describe('the fault proxy', () => {
  it('passes requests on, counts them, and fails the one it is told to', async () => {
    await using registry = await startRegistry();
    await using proxy = await startFaultProxy(
      registry.address,
      nth(
        2,
        { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
        ({ method }) => method === 'GET',
      ),
    );
    const url = `http://${proxy.address}/v2/`;
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url)).headers.get('retry-after')).toBe('1');
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(`${url}a/blobs/uploads/`, { method: 'POST' })).status).toBe(202);
    expect([proxy.count(), proxy.count('GET'), proxy.writes()]).toEqual([4, 3, 1]);
    expect(proxy.requests.map(({ fault }) => fault)).toEqual([undefined, 'status', undefined, undefined]);
  });

  it.each([
    { fault: { kind: 'reset' }, outcome: 'fails' },
    { fault: { kind: 'reset-after' }, outcome: 'fails' },
    { fault: { kind: 'half-body' }, outcome: 'fails' },
    { fault: { kind: 'flip' }, outcome: 'other bytes' },
    { fault: { kind: 'hang' }, outcome: 'fails' },
  ] as const)('$fault.kind: $outcome', async ({ fault, outcome }) => {
    await using registry = await startRegistry();
    await using proxy = await startFaultProxy(registry.address, () => fault);
    const path = referrersPath;
    const right = await (await fetch(`${registry.url}${path}`)).text();
    const through = fetch(`http://${proxy.address}${path}`, { signal: AbortSignal.timeout(1_000) }).then(
      (answer) => answer.text(),
    );
    if (outcome === 'fails') await expect(through).rejects.toThrow();
    else expect(await through).not.toBe(right);
  });
});

describe('a scratch repository', () => {
  it('has the same commit every time', async () => {
    using one = await scratchRepository({ 'a/b.txt': 'b' });
    using two = await scratchRepository({ 'a/b.txt': 'b' });
    expect(await one.git('rev-parse', 'HEAD')).toBe(await two.git('rev-parse', 'HEAD'));
    one.write({ 'a/b.txt': 'c' });
    expect(await one.commit('second')).not.toBe(await two.git('rev-parse', 'HEAD'));
    expect(readFileSync(join(one.folder, 'a/b.txt'), 'utf8')).toBe('c');
    expect((await runProgram('git', ['status', '--porcelain'], { cwd: one.folder })).stdout).toBe('');
  });
});
