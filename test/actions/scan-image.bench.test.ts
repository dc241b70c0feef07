import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyImage } from '../../src/actions/copy.js';
import { doctor, doctorChecks } from '../../src/actions/doctor.js';
import { sbomImage } from '../../src/actions/sbom/sbom-image.js';
import { fetchFrom } from '../../src/actions/scan/fetch-image.js';
import { scanImage, type ScanImageOptions } from '../../src/actions/scan/scan-image.js';
import { configurationSchema } from '../../src/config/schema/document.js';
import { setDoorPolicy } from '../../src/system/door.js';
import { bench } from '../bench/bench.js';
import { buildLayout, vulnerableService } from '../bench/image.js';
import { startRegistry } from '../bench/registry.js';
import { runOk } from '../bench/run.js';
import { scratchFolder, type Scratch } from '../bench/scratch.js';
import { cleanDebianLayer, debianLayer, nodePackage, writeLayout } from '../scan/layout-fixture.js';

const before = { ...process.env };
let scratch: Scratch;

beforeEach(() => {
  scratch = scratchFolder();
  process.env['PATH'] = `${dirname(bench().tools.trivy)}:${before['PATH'] ?? ''}`;
  process.env['TRIVY_CACHE_DIR'] = join(scratch.folder, 'cache');
  process.env['TRIVY_DB_REPOSITORY'] = bench().trivyDb.repository;
});

afterEach(() => {
  scratch.remove();
  setDoorPolicy({});
  process.env = { ...before };
});

const neverFetched = (): Promise<never> => Promise.reject(new Error('nothing is to be fetched here'));
const options = (changes: Partial<ScanImageOptions> = {}): ScanImageOptions => ({
  target: { kind: 'layout', folder: join(scratch.folder, 'image') },
  fetch: neverFetched,
  platforms: [],
  settings: configurationSchema.shape.scan.parse({}),
  root: scratch.folder,
  format: 'table',
  ...changes,
});

describe('acgs scan --layout', () => {
  it('scans what buildx built, and tells the base image’s packages from the application’s by the history', async () => {
    await buildLayout(join(scratch.folder, 'image'), { files: vulnerableService });
    const { gate, findings, platforms } = await scanImage(options());
    expect(gate.refused).toBe(true);
    const byId = new Map(findings.map((finding) => [finding.id, finding]));
    expect(byId.get('CVE-2023-25577')).toMatchObject({ package: 'Werkzeug', fixed: '2.2.3', origin: 'app' });
    expect(byId.get('CVE-2023-30861')).toMatchObject({ severity: 'HIGH', origin: 'app' });
    expect(findings.some(({ origin }) => origin === 'base')).toBe(true);
    expect(platforms[0]?.warnings).toEqual([]);
  });

  it('writes ignore entries with which the next scan passes, until they expire', async () => {
    await writeLayout(join(scratch.folder, 'image'), [debianLayer, nodePackage('minimist', '1.2.5')]);
    const first = await scanImage(options({ writeIgnores: { expiresInMs: 90 * 86_400_000 } }));
    expect(first).toMatchObject({
      gate: { refused: true },
      wroteIgnores: { file: '.trivyignore.yaml', entries: 2 },
    });
    const second = await scanImage(options());
    expect(second.gate).toMatchObject({ refused: false, ignoreNotices: [] });
    const file = join(scratch.folder, '.trivyignore.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/expired_at: .*/g, 'expired_at: 2020-01-01'));
    expect((await scanImage(options())).gate.refused).toBe(true);
    const trivy = await runOk(bench().tools.trivy, [
      ...[
        'image',
        '--input',
        join(scratch.folder, 'image'),
        '--cache-dir',
        join(scratch.folder, 'cache'),
        '--skip-db-update',
      ],
      ...['--quiet', '--format', 'json', '--ignorefile', file, '--scanners', 'vuln'],
    ]);
    expect(trivy).toContain('CVE-2021-44906');
  });

  it('makes the ignore file that is named where there is none', async () => {
    await writeLayout(join(scratch.folder, 'image'), [debianLayer, nodePackage('minimist', '1.2.5')]);
    const named = options();
    const settings = { ...named.settings, ignorefile: 'decided.yaml' };
    await expect(scanImage({ ...named, settings })).rejects.toMatchObject({ code: 'source/not-found' });
    const wrote = await scanImage({ ...named, settings, writeIgnores: { expiresInMs: 90 * 86_400_000 } });
    expect(wrote.wroteIgnores).toEqual({ file: 'decided.yaml', entries: 2 });
    expect((await scanImage({ ...named, settings })).gate.refused).toBe(false);
  });

  it('the ignore file that it writes means the same to Trivy itself', async () => {
    await writeLayout(join(scratch.folder, 'image'), [debianLayer]);
    await scanImage(options({ writeIgnores: { expiresInMs: 90 * 86_400_000 } }));
    const trivy = await runOk(bench().tools.trivy, [
      ...[
        'image',
        '--input',
        join(scratch.folder, 'image'),
        '--cache-dir',
        join(scratch.folder, 'cache'),
        '--skip-db-update',
      ],
      ...[
        '--quiet',
        '--format',
        'json',
        '--ignorefile',
        join(scratch.folder, '.trivyignore.yaml'),
        '--scanners',
        'vuln',
      ],
    ]);
    expect(trivy).not.toContain('CVE-2025-9230');
    expect(trivy).toContain('CVE-2005-2541');
  });

  it('prints each format from the one scan', async () => {
    await writeLayout(join(scratch.folder, 'image'), [debianLayer]);
    const document = async (format: ScanImageOptions['format']): Promise<unknown> =>
      JSON.parse((await scanImage(options({ format }))).document ?? '');
    expect(await document('json')).toMatchObject({ SchemaVersion: 2 });
    expect(await document('sarif')).toMatchObject({ version: '2.1.0', runs: [{ tool: {} }] });
    expect(await document('cyclonedx')).toMatchObject({ bomFormat: 'CycloneDX' });
    expect(await document('spdx-json')).toMatchObject({ spdxVersion: 'SPDX-2.3' });
    expect((await scanImage(options())).document).toBeUndefined();
  });

  it('of several platforms: SARIF holds a run for each, other formats want one chosen', async () => {
    await writeLayout(join(scratch.folder, 'image'), [debianLayer], ['amd64', 'arm64']);
    const { document } = await scanImage(options({ format: 'sarif' }));
    expect((JSON.parse(document ?? '') as { runs: unknown[] }).runs).toHaveLength(2);
    await expect(scanImage(options({ format: 'json' }))).rejects.toMatchObject({ code: 'usage/invalid' });
    const one = await scanImage(options({ format: 'json', platforms: ['linux/arm64'] }));
    expect(one.platforms.map(({ platform }) => platform)).toEqual(['linux/arm64']);
    await expect(scanImage(options({ platforms: ['linux/s390x'] }))).rejects.toMatchObject({
      code: 'usage/invalid',
    });
  });

  it('leaves nothing behind, also when it fails', async () => {
    await expect(scanImage(options())).rejects.toMatchObject({ code: 'source/not-found', exit: 2 });
    await writeLayout(join(scratch.folder, 'image'), [cleanDebianLayer]);
    await scanImage(options());
    expect(existsSync(join(scratch.folder, 'cache/db/trivy.db'))).toBe(true);
    const { readdirSync } = await import('node:fs');
    expect(readdirSync(join(scratch.folder, 'cache'))).toEqual(['db']);
    expect(readdirSync(scratch.folder).sort()).toEqual(['cache', 'image']);
  });
});

describe('acgs scan IMAGE and acgs sbom IMAGE', () => {
  it('look at the layout that the image was copied into, by the digest that was copied', async () => {
    let copied = '';
    const fetch: ScanImageOptions['fetch'] = async (reference, layout) => {
      copied = reference;
      return (await writeLayout(layout, [debianLayer])).digest;
    };
    const target = { kind: 'image', reference: 'registry.example.com/acme/api:1' } as const;
    const { image, gate } = await scanImage(options({ target, fetch }));
    expect([image, copied]).toEqual([target.reference, target.reference]);
    expect(gate.refused).toBe(true);
    const { settings, root, platforms } = options();
    const inventory = await sbomImage({ target, fetch, settings, root, platforms, formats: ['spdx'] });
    expect(inventory.document).toContain('"name": "registry.example.com/acme/api:1"');
    await expect(
      sbomImage({ target, fetch, settings, root, platforms, formats: ['spdx', 'cyclonedx'] }),
    ).rejects.toMatchObject({ code: 'usage/invalid' });
  });
});

describe('an image in a real registry', () => {
  it('is fetched by tag or digest, checked, scanned; nothing is fetched of an image that is not there', async () => {
    await using registry = await startRegistry();
    const layout = join(scratch.folder, 'image');
    const written = await writeLayout(layout, [debianLayer]);
    const repository = `${registry.address}/acme/api`;
    await copyImage({
      from: { kind: 'layout', folder: layout },
      to: [{ kind: 'registry', reference: `${repository}:1` }],
    });
    for (const reference of [`${repository}:1`, `${repository}@${written.digest}`]) {
      const target = { kind: 'image', reference } as const;
      const result = await scanImage(options({ target, fetch: fetchFrom({}) }));
      expect(result.digest).toBe(written.digest);
      expect(result.gate.blocking.map(({ id }) => id)).toEqual(['CVE-2025-9230']);
    }
    const target = { kind: 'image', reference: `${repository}:none` } as const;
    await expect(scanImage(options({ target, fetch: fetchFrom({}) }))).rejects.toMatchObject({
      code: 'registry/not-found',
    });
  });
});

describe('Java archives that only the Java index can name', () => {
  it('end with 5 where the index cannot be had, instead of being passed over', async () => {
    const jar = await jarWithoutCoordinates();
    await writeLayout(join(scratch.folder, 'image'), [debianLayer, { 'app/x.jar': jar }]);
    process.env['TRIVY_SKIP_JAVA_DB_UPDATE'] = 'true';
    await expect(scanImage(options())).rejects.toMatchObject({ code: 'trivy/no-database', exit: 5 });
    process.env['TRIVY_SKIP_JAVA_DB_UPDATE'] = 'false';
    process.env['TRIVY_JAVA_DB_REPOSITORY'] = '127.0.0.1:1/none:1';
    await expect(scanImage(options())).rejects.toMatchObject({
      code: 'trivy/no-database',
      message: 'Trivy could not download its Java index',
    });
  });
});

/** A jar as `jar --create` makes it: a manifest and a class, no pom.properties. */
async function jarWithoutCoordinates(): Promise<Buffer> {
  const folder = join(scratch.folder, 'jar');
  mkdirSync(folder);
  const script =
    'import zipfile,sys\nz=zipfile.ZipFile(sys.argv[1],"w")\nz.writestr("META-INF/MANIFEST.MF","Manifest-Version: 1.0\\n")\nz.writestr("a.class","x"*64)\nz.close()';
  await runOk('python3', ['-c', script, join(folder, 'x.jar')]);
  return readFileSync(join(folder, 'x.jar'));
}

describe('a Trivy server', () => {
  it('answers with its database, whose age counts as ours does', async () => {
    const port = await freePort();
    const cache = join(scratch.folder, 'server');
    cpSync(bench().trivyDb.folder, join(cache, 'db'), { recursive: true });
    const server = spawn(
      bench().tools.trivy,
      [
        'server',
        '--listen',
        `127.0.0.1:${port}`,
        '--cache-dir',
        cache,
        '--skip-db-update',
        '--token',
        'canary',
      ],
      { stdio: 'ignore' },
    );
    try {
      await answering(port);
      await writeLayout(join(scratch.folder, 'image'), [debianLayer]);
      process.env['TRIVY_TOKEN'] = 'canary';
      const settings = configurationSchema.shape.scan.parse({ server: `http://127.0.0.1:${port}` });
      const { gate, platforms } = await scanImage(options({ settings }));
      expect(gate.blocking.map(({ id }) => id)).toEqual(['CVE-2025-9230']);
      expect(platforms[0]?.database.source).toBe(`http://127.0.0.1:${port}`);
      expect(existsSync(join(scratch.folder, 'cache/db'))).toBe(false);
      const strict = { ...settings, maxDbAge: '0s' };
      await expect(scanImage(options({ settings: strict }))).rejects.toMatchObject({
        code: 'trivy/old-database',
      });
    } finally {
      server.kill('SIGKILL');
    }
  });

  it('that is none ends with 5', async () => {
    await writeLayout(join(scratch.folder, 'image'), [debianLayer]);
    const settings = configurationSchema.shape.scan.parse({ server: `http://${bench().registryPlain}` });
    await expect(scanImage(options({ settings }))).rejects.toMatchObject({
      code: 'trivy/no-database',
      exit: 5,
    });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (response?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the Trivy server did not start');
}

describe('--offline', () => {
  it('takes the database that is there and downloads none', async () => {
    await writeLayout(join(scratch.folder, 'image'), [debianLayer]);
    setDoorPolicy({ offline: true });
    await expect(scanImage(options())).rejects.toMatchObject({ code: 'trivy/no-database', exit: 5 });
    cpSync(bench().trivyDb.folder, join(scratch.folder, 'cache/db'), { recursive: true });
    expect((await scanImage(options())).gate.refused).toBe(true);
  });
});

describe('acgs doctor on the bench', () => {
  it('finds engine, buildx, Trivy, database, git and registry', async () => {
    Object.assign(process.env, bench().env, {
      PATH: `${dirname(bench().tools.trivy)}:${bench().env['PATH'] ?? ''}`,
    });
    const { signal } = new AbortController();
    const { checks, exit } = await doctor(
      doctorChecks({
        root: scratch.folder,
        scan: configurationSchema.shape.scan.parse({}),
        registries: [bench().registryReferrers],
        signal,
      }),
      signal,
    );
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(exit).toBe(0);
    expect(checks.find(({ id }) => id === 'trivy')?.version).toMatch(/^0\.\d+/);
  });
});
