import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gate, type GateDecision } from '../../src/actions/gate.js';
import { scan } from '../../src/actions/scan.js';
import { loadIgnores } from '../../src/actions/scan/load-ignores.js';
import { trivyOptionsFrom } from '../../src/actions/scan/trivy-settings.js';
import { sbom } from '../../src/actions/sbom.js';
import { type ScanSettings } from '../../src/config/configuration.js';
import { configurationSchema } from '../../src/config/schema/document.js';
import { AcgsError } from '../../src/model/errors.js';
import { readLayoutImage } from '../../src/scan/layout-image.js';
import { TrivySession } from '../../src/scan/trivy-session.js';
import { bench } from '../bench/bench.js';
import { runOk } from '../bench/run.js';
import { scratchFolder, type Scratch } from '../bench/scratch.js';
import { cleanDebianLayer, debianLayer, nodePackage, writeLayout } from '../scan/layout-fixture.js';

const settings = (changes: Partial<ScanSettings> = {}): ScanSettings => ({
  ...configurationSchema.shape.scan.parse({}),
  ...changes,
});

let scratch: Scratch;
const before = { ...process.env };

beforeEach(() => {
  scratch = scratchFolder();
  process.env['PATH'] = `${dirname(bench().tools.trivy)}:${before['PATH'] ?? ''}`;
  process.env['TRIVY_CACHE_DIR'] = join(scratch.folder, 'cache');
  process.env['TRIVY_DB_REPOSITORY'] = bench().trivyDb.repository;
});

afterEach(() => {
  scratch.remove();
  process.env = { ...before };
});

/** Puts the bench's database into the cache, as CI caches do. */
function lendDatabase(): void {
  cpSync(bench().trivyDb.folder, join(scratch.folder, 'cache/db'), { recursive: true });
}

async function scanLayout(
  layers: readonly Readonly<Record<string, string | Buffer>>[],
  options: { settings?: ScanSettings; architectures?: readonly string[]; baseLayers?: number } = {},
) {
  const layout = join(scratch.folder, 'out/image');
  const written = await writeLayout(layout, layers, options.architectures);
  const scanSettings = options.settings ?? settings();
  const session = new TrivySession(trivyOptionsFrom(scanSettings, scratch.folder));
  const image = await readLayoutImage(layout, written.digest);
  const ignores = await loadIgnores(scratch.folder, undefined);
  const output = join(scratch.folder, 'out');
  try {
    const results = await Promise.all(
      image.platforms.map(async (platform) =>
        scan({
          session,
          settings: scanSettings,
          layout,
          image: 'acme/api',
          platform,
          platforms: image.platforms.length,
          output,
          ignores,
          ...(options.baseLayers === undefined ? {} : { baseLayers: options.baseLayers }),
        }),
      ),
    );
    const decide = async (): Promise<GateDecision> =>
      gate({
        image: 'acme/api',
        scans: results,
        folder: output,
        settings: scanSettings,
        ignores: await loadIgnores(scratch.folder, undefined),
        root: scratch.folder,
      });
    return { results, decide, written, output, layout, image, session };
  } finally {
    await session.close();
  }
}

async function failureOf(promise: Promise<unknown>): Promise<AcgsError> {
  const outcome: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof AcgsError) return outcome;
  throw new Error(`expected an AcgsError, got ${String(outcome)}`);
}

describe('acgs scan against a real Trivy and a true database from a registry', () => {
  it('refuses a HIGH finding with a fix, and says package, fix, base layer and the entry to paste', async () => {
    const { decide, results } = await scanLayout([debianLayer, nodePackage('left-pad', '1.0.0')], {
      baseLayers: 1,
    });
    const decision = await decide();
    expect(decision.refused).toBe(true);
    expect(decision.blocking).toEqual([
      {
        id: 'CVE-2025-9230',
        package: 'openssl',
        installed: '3.5.0-1',
        fixed: '3.5.1-1+deb13u1',
        severity: 'HIGH',
        origin: 'base',
        platform: 'linux/amd64',
      },
    ]);
    expect(decision.counts).toMatchObject({ HIGH: 1, LOW: 1, CRITICAL: 0 });
    expect(decision.error?.exit).toBe(3);
    expect(decision.error?.output).toContain(
      'CVE-2025-9230 in openssl 3.5.0-1 (fixed in 3.5.1-1+deb13u1; base image)',
    );
    expect(decision.error?.next.join('\n')).toContain('purls: ["pkg:deb/debian/openssl"]');
    expect(results[0]?.database.source).toBe(bench().trivyDb.repository);
    expect(results[0]?.scanner.version).toMatch(/^0\.\d+\.\d+$/);
  });

  it('names a package of the application as such', async () => {
    const { decide } = await scanLayout([cleanDebianLayer, nodePackage('minimist', '1.2.5')], {
      baseLayers: 1,
    });
    const decision = await decide();
    expect(decision.blocking).toMatchObject([{ id: 'CVE-2021-44906', origin: 'app', fixed: '1.2.6, 0.2.4' }]);
  });

  it('lists an unfixed HIGH finding, and refuses it only when asked to', async () => {
    const layers = [cleanDebianLayer, nodePackage('ip', '2.0.0')];
    const lenient = await (await scanLayout(layers)).decide();
    expect(lenient).toMatchObject({ refused: false, unfixed: [{ id: 'CVE-2024-29415' }] });
    const strict = await (
      await scanLayout(layers, { settings: settings({ ignoreUnfixed: false }) })
    ).decide();
    expect(strict).toMatchObject({ refused: true, blocking: [{ id: 'CVE-2024-29415', fixed: '' }] });
  });

  it('writes scan.json and scan.sarif that name the image, not a folder of this machine', async () => {
    const { results, output } = await scanLayout([debianLayer], { architectures: ['amd64', 'arm64'] });
    const names = results.flatMap(({ files }) => [files.json.name, files.sarif.name]);
    expect(names).toEqual([
      'scan.linux-amd64.json',
      'scan.linux-amd64.sarif',
      'scan.linux-arm64.json',
      'scan.linux-arm64.sarif',
    ]);
    for (const name of names) {
      const text = readFileSync(join(output, name), 'utf8');
      expect(text).toContain('acme/api');
      expect(text).toContain('CVE-2025-9230');
      expect(text).not.toContain(scratch.folder);
    }
    expect(readdirSync(output).filter((name) => name.startsWith('.acgs'))).toEqual([]);
    expect(readdirSync(join(scratch.folder, 'cache')).filter((name) => name !== 'db')).toEqual([]);
  });

  it('scans several images at once without waiting for a lock', async () => {
    lendDatabase();
    const all = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (name) => {
        const layout = join(scratch.folder, name, 'image');
        const written = await writeLayout(layout, [debianLayer, nodePackage(name, '1.0.0')]);
        const session = new TrivySession(trivyOptionsFrom(settings(), scratch.folder));
        const [platform] = (await readLayoutImage(layout, written.digest)).platforms;
        if (platform === undefined) throw new Error('no platform');
        const ignores = await loadIgnores(scratch.folder, undefined);
        const output = join(scratch.folder, name);
        try {
          return await scan({
            session,
            settings: settings(),
            layout,
            image: name,
            platform,
            platforms: 1,
            output,
            ignores,
          });
        } finally {
          await session.close();
        }
      }),
    );
    expect(all.map(({ counts }) => counts['HIGH'])).toEqual([1, 1, 1, 1]);
  });

  it('makes inventories that name image and digest and hold no vulnerabilities, without any database', async () => {
    process.env['TRIVY_DB_REPOSITORY'] = '127.0.0.1:1/none:2';
    const layout = join(scratch.folder, 'image');
    const written = await writeLayout(layout, [debianLayer, nodePackage('minimist', '1.2.5')]);
    const session = new TrivySession(trivyOptionsFrom(settings(), scratch.folder));
    const [platform] = (await readLayoutImage(layout)).platforms;
    if (platform === undefined) throw new Error('no platform');
    const result = await sbom({
      session,
      formats: ['cyclonedx', 'spdx'],
      layout,
      image: 'acme/api',
      platform,
      platforms: 1,
      output: scratch.folder,
    });
    await session.close();
    expect(result.files.cyclonedx?.name).toBe('sbom.cdx.json');
    const bom = JSON.parse(readFileSync(join(scratch.folder, 'sbom.cdx.json'), 'utf8')) as {
      metadata: { component: { name: string; version: string } };
      components: { name: string }[];
      vulnerabilities?: unknown[];
    };
    expect(bom.metadata.component).toMatchObject({
      name: 'acme/api',
      version: written.platforms['linux/amd64']?.manifest,
    });
    expect(bom.components.map(({ name }) => name)).toEqual(expect.arrayContaining(['openssl', 'minimist']));
    expect(bom.vulnerabilities ?? []).toEqual([]);
    const spdx = readFileSync(join(scratch.folder, 'sbom.spdx.json'), 'utf8');
    expect(spdx).toContain('"name": "acme/api"');
    expect(spdx).toContain('minimist');
  });

  it('makes the same inventories, byte for byte, in another run', async () => {
    const layout = join(scratch.folder, 'image');
    await writeLayout(layout, [debianLayer, nodePackage('minimist', '1.2.5'), nodePackage('ip', '2.0.0')]);
    const [platform] = (await readLayoutImage(layout)).platforms;
    if (platform === undefined) throw new Error('no platform');
    const digests = [];
    for (const name of ['first', 'second']) {
      const session = new TrivySession(trivyOptionsFrom(settings(), scratch.folder));
      const output = join(scratch.folder, name);
      const common = { session, layout, image: 'acme/api', platform, platforms: 1, output };
      digests.push((await sbom({ ...common, formats: ['cyclonedx', 'spdx'] })).files);
      await session.close();
      await new Promise((resolve) => setTimeout(resolve, 1100));
    }
    expect(digests[0]).toEqual(digests[1]);
  });

  it('makes the same inventories where images with one base are looked at in one cache', async () => {
    const inventories = async (names: readonly string[]) => {
      const options = trivyOptionsFrom(settings(), scratch.folder);
      const session = new TrivySession({ ...options, cores: 2 });
      const of = async (name: string) => {
        const layout = join(scratch.folder, name, 'image');
        await writeLayout(layout, [debianLayer, nodePackage(name, '1.0.0')]);
        const [platform] = (await readLayoutImage(layout)).platforms;
        if (platform === undefined) throw new Error('no platform');
        const output = join(scratch.folder, `${name} of ${names.length}`);
        const common = { session, layout, image: name, platform, platforms: 1, output };
        return (await sbom({ ...common, formats: ['cyclonedx', 'spdx'] })).files;
      };
      const files = await Promise.all(names.map(of));
      await session.close();
      return files;
    };
    const [together, a, b] = [
      await inventories(['a', 'b']),
      await inventories(['a']),
      await inventories(['b']),
    ];
    expect(together).toEqual([...a, ...b]);
    expect(a[0]?.cyclonedx?.digest).not.toBe(b[0]?.cyclonedx?.digest);
  });

  it('a session that made the inventory finds the layers analysed when it scans', async () => {
    lendDatabase();
    const layout = join(scratch.folder, 'image');
    await writeLayout(layout, [debianLayer]);
    const lines: string[] = [];
    process.env['TRIVY_DEBUG'] = 'true';
    const session = new TrivySession({
      ...trivyOptionsFrom(settings(), scratch.folder),
      onLine: (line) => lines.push(line),
    });
    const [platform] = (await readLayoutImage(layout)).platforms;
    if (platform === undefined) throw new Error('no platform');
    const common = { session, layout, image: 'a', platform, platforms: 1, output: scratch.folder };
    const ignores = await loadIgnores(scratch.folder, undefined);
    await Promise.all([
      sbom({ ...common, formats: ['cyclonedx'] }),
      scan({ ...common, settings: settings(), ignores }),
    ]);
    await session.close();
    expect(lines.filter((line) => line.includes('Missing diff ID in cache'))).toHaveLength(1);
  });

  it('an image finds the layers analysed that it shares with one before, while that one is still looked at', async () => {
    const lines: string[] = [];
    process.env['TRIVY_DEBUG'] = 'true';
    const session = new TrivySession({
      ...trivyOptionsFrom(settings(), scratch.folder),
      cores: 2,
      onLine: (line) => lines.push(line),
    });
    const look = async (name: string, layers: Parameters<typeof writeLayout>[1]) => {
      const layout = join(scratch.folder, name, 'image');
      await writeLayout(layout, layers);
      const [platform] = (await readLayoutImage(layout)).platforms;
      if (platform === undefined) throw new Error('no platform');
      const common = { session, layout, image: name, platform, platforms: 1, output: scratch.folder };
      await sbom({ ...common, formats: ['cyclonedx', 'spdx'] });
    };
    await Promise.all([
      look('a', [debianLayer, nodePackage('a', '1.0.0')]),
      look('b', [debianLayer, nodePackage('b', '1.0.0')]),
    ]);
    await session.close();
    // the base once, and each image's own layer
    expect(lines.filter((line) => line.includes('Missing diff ID in cache'))).toHaveLength(3);
  });
});

describe('the database is there and recent, or the scan ends with 5', () => {
  it('no database and none to be had', async () => {
    process.env['TRIVY_DB_REPOSITORY'] = '127.0.0.1:1/none:2';
    const error = await failureOf(scanLayout([debianLayer]));
    expect(error).toMatchObject({ code: 'trivy/no-database', exit: 5 });
  });

  it('no database and TRIVY_SKIP_DB_UPDATE', async () => {
    process.env['TRIVY_SKIP_DB_UPDATE'] = 'true';
    const error = await failureOf(scanLayout([debianLayer]));
    expect(error).toMatchObject({ code: 'trivy/no-database', exit: 5 });
    expect(error.message).toContain('there is no vulnerability database');
  });

  it('metadata without the data beside it', async () => {
    process.env['TRIVY_SKIP_DB_UPDATE'] = 'true';
    mkdirSync(join(scratch.folder, 'cache/db'), { recursive: true });
    cpSync(join(bench().trivyDb.folder, 'metadata.json'), join(scratch.folder, 'cache/db/metadata.json'));
    expect(await failureOf(scanLayout([debianLayer]))).toMatchObject({ code: 'trivy/no-database' });
  });

  it('data that was cut off', async () => {
    lendDatabase();
    process.env['TRIVY_SKIP_DB_UPDATE'] = 'true';
    for (const bytes of [
      Buffer.alloc(0),
      readFileSync(join(bench().trivyDb.folder, 'trivy.db')).subarray(0, 3000),
    ]) {
      writeFileSync(join(scratch.folder, 'cache/db/trivy.db'), bytes);
      expect(await failureOf(scanLayout([debianLayer]))).toMatchObject({
        code: 'trivy/no-database',
        exit: 5,
      });
    }
  });

  it('an old one that may not be updated, unless an older one is allowed', async () => {
    await runOk(bench().tools['trivy-db'], ['--out', join(scratch.folder, 'cache/db'), '--age', '150h']);
    process.env['TRIVY_SKIP_DB_UPDATE'] = 'true';
    const error = await failureOf(scanLayout([debianLayer]));
    expect(error).toMatchObject({ code: 'trivy/old-database', exit: 5 });
    expect(error.message).toContain('6.3 days old, at most 5.0');
    const { results } = await scanLayout([debianLayer], { settings: settings({ maxDbAge: '7d' }) });
    expect(results[0]?.counts['HIGH']).toBe(1);
  });

  it('an old one is replaced where a newer one can be had', async () => {
    await runOk(bench().tools['trivy-db'], ['--out', join(scratch.folder, 'cache/db'), '--age', '150h']);
    const { results } = await scanLayout([debianLayer]);
    expect(Date.now() - Date.parse(results[0]?.database.updatedAt ?? '')).toBeLessThan(150 * 3_600_000);
  });

  it('one that could not be updated but is recent enough is used, with a warning', async () => {
    await runOk(bench().tools['trivy-db'], ['--out', join(scratch.folder, 'cache/db'), '--age', '50h']);
    process.env['TRIVY_DB_REPOSITORY'] = '127.0.0.1:1/none:2';
    const { results } = await scanLayout([debianLayer]);
    expect(results[0]?.warnings.join()).toContain(
      'could not download its vulnerability database: going on with the one of',
    );
  });
});

describe('the right bytes are scanned, or the scan ends with 4', () => {
  it('a layer with other bytes than its digest says', async () => {
    lendDatabase();
    const layout = join(scratch.folder, 'image');
    const written = await writeLayout(layout, [debianLayer]);
    const layer = written.platforms['linux/amd64']?.layers[0] ?? '';
    writeFileSync(join(layout, 'blobs/sha256', layer.slice(7)), 'other bytes');
    const session = new TrivySession(trivyOptionsFrom(settings(), scratch.folder));
    const [platform] = (await readLayoutImage(layout)).platforms;
    if (platform === undefined) throw new Error('no platform');
    const ignores = await loadIgnores(scratch.folder, undefined);
    const common = { session, layout, image: 'a', platform, platforms: 1, output: scratch.folder };
    const error = await failureOf(scan({ ...common, settings: settings(), ignores }));
    expect(error).toMatchObject({ code: 'evidence/tampered', exit: 4 });
    expect(await failureOf(sbom({ ...common, formats: ['cyclonedx'] }))).toMatchObject({
      code: 'evidence/tampered',
    });
    await session.close();
  });

  it('a report of another image than the platform', async () => {
    lendDatabase();
    const layout = join(scratch.folder, 'image');
    await writeLayout(layout, [debianLayer], ['amd64', 'arm64']);
    const session = new TrivySession(trivyOptionsFrom(settings(), scratch.folder));
    const [amd64, arm64] = (await readLayoutImage(layout)).platforms;
    if (amd64 === undefined || arm64 === undefined) throw new Error('no platforms');
    const ignores = await loadIgnores(scratch.folder, undefined);
    const wrong = { ...amd64, config: arm64.config };
    const common = { session, layout, image: 'a', platform: wrong, platforms: 1, output: scratch.folder };
    const error = await failureOf(scan({ ...common, settings: settings(), ignores }));
    expect(error.code).toBe('evidence/tampered');
    expect(error.message).toContain('speaks of another image');
    expect((await failureOf(sbom({ ...common, formats: ['spdx'] }))).code).toBe('evidence/tampered');
    await session.close();
  });

  it('a scan.json that was changed before the gate read it', async () => {
    const { decide, output } = await scanLayout([debianLayer]);
    const file = join(output, 'scan.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"HIGH"', '"LOW"'));
    expect(await failureOf(decide())).toMatchObject({ code: 'evidence/tampered', exit: 4 });
  });

  it('warns when Trivy recognised nothing', async () => {
    const { results } = await scanLayout([{ 'bin/app': 'not a package' }]);
    expect(results[0]?.warnings.join()).toContain('recognised no package');
  });
});

describe('ignores and VEX', () => {
  it('an entry in force lets the release pass, one that expired does not; unused and unreasoned ones are reported', async () => {
    const entry = (expiry: string): string =>
      [
        'vulnerabilities:',
        '  - id: CVE-2025-9230',
        '    purls: ["pkg:deb/debian/openssl"]',
        `    expired_at: ${expiry}`,
        '    statement: no CMS is parsed here',
        '  - id: CVE-1999-0001',
        '',
      ].join('\n');
    scratch.write({ '.trivyignore.yaml': entry('2099-01-01') });
    const first = await scanLayout([debianLayer]);
    const passed = await first.decide();
    expect(passed.refused).toBe(false);
    expect(passed.suppressed).toMatchObject([
      {
        id: 'CVE-2025-9230',
        by: 'ignore',
        statement: 'no CMS is parsed here',
        source: '.trivyignore.yaml:2',
      },
    ]);
    expect(passed.ignoreNotices.map(({ kind }) => kind)).toEqual(['unused', 'without-statement']);
    expect(readFileSync(join(first.output, 'scan.sarif'), 'utf8')).not.toContain('CVE-2025-9230');
    expect(readFileSync(join(first.output, 'scan.json'), 'utf8')).toContain('CVE-2025-9230');

    scratch.write({ '.trivyignore.yaml': entry('2020-01-01') });
    const again = await first.decide();
    expect(again.refused).toBe(true);
    expect(again.warnings.join('\n')).toContain(
      'CVE-2025-9230 expired on 2020-01-01: its findings count again (1)',
    );
  });

  it('VEX answers a finding, and a statement that misses the package by a qualifier is reported', async () => {
    const vex = (product: string): string =>
      JSON.stringify({
        '@context': 'https://openvex.dev/ns/v0.2.0',
        '@id': 'https://example.com/vex',
        author: 'acme',
        timestamp: '2026-01-01T00:00:00Z',
        version: 1,
        statements: [
          {
            vulnerability: { name: 'CVE-2025-9230' },
            products: [{ '@id': product }],
            status: 'not_affected',
            justification: 'vulnerable_code_not_in_execute_path',
          },
        ],
      });
    const withVex = settings({ vex: ['vex.json'] });
    scratch.write({ 'vex.json': vex('pkg:deb/debian/openssl@3.5.0-1') });
    const answered = await (await scanLayout([debianLayer], { settings: withVex })).decide();
    expect(answered).toMatchObject({ refused: false, warnings: [], suppressed: [{ by: 'vex' }] });

    scratch.write({ 'vex.json': vex('pkg:deb/debian/openssl@3.5.0-1?distro=debian-12') });
    const missed = await (await scanLayout([debianLayer], { settings: withVex })).decide();
    expect(missed.refused).toBe(true);
    expect(missed.warnings.join()).toContain(
      'the statement on CVE-2025-9230 does not match pkg:deb/debian/openssl@3.5.0-1',
    );
  });
});

describe('what surrounds the scanner does not change what it reports', () => {
  it('TRIVY_ variables that hide findings, and a trivy.yaml in the working directory', async () => {
    Object.assign(process.env, {
      TRIVY_SEVERITY: 'LOW',
      TRIVY_IGNORE_UNFIXED: 'true',
      TRIVY_SCANNERS: 'secret',
      TRIVY_IGNORE_STATUS: 'fixed',
      TRIVY_EXIT_CODE: '9',
      TRIVY_FORMAT: 'table',
    });
    scratch.write({ 'work/trivy.yaml': 'severity: [LOW]\nscan: { skip-dirs: ["var"] }\n' });
    const here = process.cwd();
    process.chdir(join(scratch.folder, 'work'));
    try {
      const { results } = await scanLayout([debianLayer]);
      expect(results[0]?.counts).toMatchObject({ HIGH: 1, LOW: 1 });
      expect(results[0]?.warnings.join()).toContain('TRIVY_SEVERITY is set, and acgs does not read it');
    } finally {
      process.chdir(here);
    }
  });

  it('TRIVY_SKIP_FILES keeps its meaning, and the evidence names it', async () => {
    process.env['TRIVY_SKIP_FILES'] = 'app/node_modules/minimist/package.json';
    const { results } = await scanLayout([cleanDebianLayer, nodePackage('minimist', '1.2.5')]);
    expect(results[0]?.counts).toMatchObject({ CRITICAL: 0 });
    expect(results[0]?.parameters).toContain('TRIVY_SKIP_FILES=app/node_modules/minimist/package.json');
  });

  it('gives the scanner no token', async () => {
    lendDatabase();
    const real = bench().tools.trivy;
    const spy = join(scratch.folder, 'bin/trivy');
    scratch.write({ 'bin/trivy': `#!/bin/sh\nenv >> ${scratch.folder}/seen\nexec ${real} "$@"\n` });
    const { chmodSync } = await import('node:fs');
    chmodSync(spy, 0o755);
    process.env['PATH'] = `${dirname(spy)}:${process.env['PATH'] ?? ''}`;
    Object.assign(process.env, {
      GITHUB_TOKEN: 'canary-1',
      COSIGN_PASSWORD: 'canary-2',
      TRIVY_PASSWORD: 'canary-3',
      TRIVY_TOKEN: 'canary-4',
      DOCKER_AUTH_CONFIG: 'canary-5',
    });
    await scanLayout([debianLayer]);
    const seen = readFileSync(join(scratch.folder, 'seen'), 'utf8');
    expect(seen).toContain('TRIVY_DISABLE_TELEMETRY=true');
    expect(seen).not.toMatch(/canary/);
  });
});
