import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { FakeRegistry } from '../registry/fake-registry.js';
import { doctor } from '../../src/actions/doctor.js';
import { databaseCheck, nodeCheck, registryCheck, trustCheck } from '../../src/actions/doctor/checks.js';
import { fix } from '../../src/actions/doctor/fix.js';
import { AcgsError } from '../../src/model/errors.js';

const { signal } = new AbortController();

describe('acgs doctor', () => {
  it('reports every check, and ends with 5 when something is missing', async () => {
    const report = await doctor(
      [
        { id: 'a', title: 'A', probe: () => Promise.resolve({ version: '1' }) },
        {
          id: 'b',
          title: 'B',
          probe: () =>
            Promise.reject(new AcgsError('tool/missing', 'B is not installed', { next: ['install B'] })),
        },
        { id: 'c', title: 'C', probe: () => Promise.reject(new Error('boom')) },
      ],
      signal,
    );
    expect(report.exit).toBe(5);
    expect(report.checks).toEqual([
      { id: 'a', title: 'A', state: 'ok', version: '1' },
      {
        id: 'b',
        title: 'B',
        state: 'missing',
        problem: { code: 'tool/missing', message: 'B is not installed', next: ['install B'] },
      },
      {
        id: 'c',
        title: 'C',
        state: 'missing',
        problem: { code: 'internal/bug', message: 'boom', next: expect.any(Array) as string[] },
      },
    ]);
  });

  it('ends with 0 when all is there: Node.js and the trusted root that acgs carries', async () => {
    const report = await doctor([nodeCheck, trustCheck(undefined)], signal);
    expect(report).toMatchObject({
      exit: 0,
      checks: [{ state: 'ok', version: process.versions.node }, { state: 'ok' }],
    });
  });

  it('says that a registry cannot be reached', async () => {
    const report = await doctor([registryCheck('127.0.0.1:1')], signal);
    expect(report.checks[0]).toMatchObject({ state: 'missing', problem: { code: 'registry/unreachable' } });
  });

  describe('a registry that wants credentials', () => {
    const auth = { kind: 'basic', username: 'robot', password: 'right' } as const;

    it('is ready where none are configured: only a push needs them', async () => {
      const registry = await FakeRegistry.start({ auth });
      const { checks, exit } = await doctor([registryCheck(`${registry.host}/acme`)], signal);
      await registry.close();
      expect(exit).toBe(0);
      expect(checks[0]).toMatchObject({
        state: 'ok',
        detail: `answers; it wants credentials to push: docker login ${registry.host}`,
      });
    });

    it('is missing where the configured ones are wrong', async () => {
      const registry = await FakeRegistry.start({ auth });
      const folder = mkdtempSync(join(tmpdir(), 'acgs-doctor-'));
      const wrong = { auth: Buffer.from('robot:wrong').toString('base64') };
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [registry.host]: wrong } }));
      vi.stubEnv('DOCKER_CONFIG', folder);
      const { checks, exit } = await doctor([registryCheck(`${registry.host}/acme`)], signal);
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
      await registry.close();
      expect(exit).toBe(5);
      expect(checks[0]).toMatchObject({ state: 'missing', problem: { code: 'registry/unauthorized' } });
    });
  });

  it('says that a database is missing only where none may be downloaded', async () => {
    const check = databaseCheck({ cacheDir: '/nonexistent', maxDbAgeMs: 1 });
    const before = process.env['TRIVY_SKIP_DB_UPDATE'];
    expect((await doctor([check], signal)).checks[0]).toMatchObject({ state: 'ok' });
    process.env['TRIVY_SKIP_DB_UPDATE'] = '1';
    const report = await doctor([check], signal);
    if (before === undefined) Reflect.deleteProperty(process.env, 'TRIVY_SKIP_DB_UPDATE');
    else process.env['TRIVY_SKIP_DB_UPDATE'] = before;
    expect(report.checks[0]).toMatchObject({ state: 'missing', problem: { code: 'trivy/no-database' } });
  });
});

describe('acgs doctor --fix', () => {
  const trivy = { id: 'trivy', title: 'Trivy' } as const;

  it('mends nothing where nothing is missing', async () => {
    expect(await fix([{ ...trivy, state: 'ok' }])).toEqual([]);
  });

  it('says how to go on by hand where the release cannot be reached', async () => {
    const pin = { version: '0.76.0', url: 'http://127.0.0.1:1/trivy.tar.gz', sha256: '0'.repeat(64) };
    const [report] = await fix([{ ...trivy, state: 'missing' }], { pin });
    expect(report).toMatchObject({ id: 'trivy', done: false });
    expect(report?.next.join('\n')).toContain('fetch http://127.0.0.1:1/trivy.tar.gz on a machine that can');
  });
});
