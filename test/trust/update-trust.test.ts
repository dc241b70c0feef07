import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refreshTrust, showTrust } from '../../src/actions/trust.js';
import { setDoorPolicy } from '../../src/system/door.js';
import { loadAnchors } from '../../src/trust/anchors.js';
import { signingConfigFor } from '../../src/trust/signing-config.js';
import { fetchedTrust } from '../../src/trust/tuf/fetched-trust.js';
import { cacheFolder, PUBLIC_MIRROR } from '../../src/trust/tuf/trust-cache.js';
import { VirtualSigstore } from '../verification/virtual-ca.js';
import { TufRepository } from './tuf-repository.js';

const ROOT = JSON.stringify(new VirtualSigstore().trustedRoot());
const OTHER = JSON.stringify(new VirtualSigstore().trustedRoot());
const saved = process.env['XDG_CACHE_HOME'];
let folder: string;
let repository: TufRepository;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'acgs-tuf-test-'));
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
  repository = await TufRepository.start();
  writeFileSync(join(folder, 'root.json'), repository.root());
});
afterEach(async () => {
  await repository.stop();
  setDoorPolicy({});
  if (saved === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = saved;
  rmSync(folder, { recursive: true });
});

const update = async () => await refreshTrust({ mirror: repository.url, root: join(folder, 'root.json') });
const cached = async (): Promise<string> => {
  const { file } = await showTrust({ mirror: repository.url });
  return readFileSync(file ?? '', 'utf8');
};

describe('trust of a TUF repository', () => {
  it('is fetched, verified, kept and shown, with its age and windows', async () => {
    repository.publish({
      version: 1,
      targets: { 'trusted_root.json': ROOT, 'signing_config.v0.2.json': '{}' },
    });
    const report = await update();
    expect(report).toMatchObject({
      source: 'cache',
      mirror: repository.url,
      expired: false,
      signingConfig: expect.any(String),
    });
    expect(report.ageSeconds).toBeLessThan(60);
    expect(report.parties).toContainEqual(
      expect.objectContaining({
        kind: 'transparency-log',
        name: 'https://rekor.virtual',
        from: expect.any(String),
      }),
    );
    expect(await cached()).toBe(ROOT);
  });

  it('is what its mirror stands for where a file would be named, until it expires', async () => {
    const signingConfig = JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
      caUrls: [
        {
          url: 'https://fulcio.private',
          majorApiVersion: 1,
          operator: 'us',
          validFor: { start: '2020-01-01T00:00:00Z' },
        },
      ],
    });
    const targets = { 'trusted_root.json': OTHER, 'signing_config.v0.2.json': signingConfig };
    repository.publish({ version: 1, targets });
    const use = { at: new Date() };
    const none = { code: 'source/not-found', message: `nothing was fetched from ${repository.url}` };
    await expect(signingConfigFor(repository.url, use)).rejects.toMatchObject(none);
    await expect(fetchedTrust(repository.url)).rejects.toMatchObject(none);

    await update();
    expect((await signingConfigFor(repository.url, use)).certificateAuthority).toBe('https://fulcio.private');
    const logs = async (named: string) => (await loadAnchors(named)).tlogs;
    expect(await logs(repository.url)).toEqual(
      await logs((await fetchedTrust(repository.url))?.trustedRoot ?? ''),
    );

    const timestamp = join(cacheFolder(repository.url), 'timestamp.json');
    const fresh = readFileSync(timestamp, 'utf8');
    writeFileSync(timestamp, fresh.replace(/"expires":"[^"]*"/, '"expires":"2020-01-01T00:00:00Z"'));
    await expect(fetchedTrust(repository.url)).rejects.toMatchObject({ code: 'trust/expired' });
    setDoorPolicy({ offline: true });
    expect(await fetchedTrust(repository.url)).toMatchObject({ expires: '2020-01-01T00:00:00.000Z' });
  });

  it('follows new roots and new targets', async () => {
    repository.publish({ version: 1, targets: { 'trusted_root.json': ROOT } });
    await update();
    repository.publish({ version: 2, targets: { 'trusted_root.json': OTHER }, rootVersion: 2 });
    await update();
    expect(await cached()).toBe(OTHER);
    expect(readFileSync(join(cacheFolder(repository.url), 'root.json'), 'utf8')).toContain('"version":2');
  });

  it.each<[string, string, () => void]>([
    [
      'trust/invalid',
      'an older version (rollback)',
      () => {
        repository.publish({ version: 1, targets: { 'trusted_root.json': OTHER } });
      },
    ],
    [
      'trust/expired',
      'metadata that has expired (freeze)',
      () => {
        repository.publish({
          version: 3,
          targets: { 'trusted_root.json': OTHER },
          expires: '2020-01-01T00:00:00Z',
        });
      },
    ],
    [
      'trust/invalid',
      'metadata by a stranger',
      () => {
        repository.publish({ version: 3, targets: { 'trusted_root.json': OTHER }, stranger: true });
      },
    ],
    [
      'trust/invalid',
      'other bytes than were signed for',
      () => {
        repository.publish({ version: 3, targets: { 'trusted_root.json': ROOT } });
        repository.files.set('targets/trusted_root.json', Buffer.from(ROOT.replace('virtual', 'virtuel')));
      },
    ],
    [
      'trust/invalid',
      'metadata that is no JSON',
      () => {
        repository.files.set('timestamp.json', Buffer.from('{'));
      },
    ],
    [
      'evidence/invalid',
      'a trusted root that is none',
      () => {
        repository.publish({ version: 3, targets: { 'trusted_root.json': '{"mediaType":"x"}' } });
      },
    ],
    [
      'trust/invalid',
      'no trusted root',
      () => {
        repository.publish({ version: 3, targets: { 'other.json': '{}' } });
      },
    ],
    [
      'evidence/too-large',
      'endless data',
      () => {
        repository.endless = true;
        repository.files.set('2.root.json', Buffer.from('x'));
      },
    ],
  ])('%s for %s, and what was there stays', async (code, _what, attack) => {
    repository.publish({ version: 2, targets: { 'trusted_root.json': ROOT } });
    await update();
    attack();
    await expect(update()).rejects.toMatchObject({ code, exit: 4 });
    repository.endless = false;
    expect(await cached()).toBe(ROOT);
  });

  it('writes no file that a target names', async () => {
    repository.publish({
      version: 1,
      targets: { 'trusted_root.json': ROOT, '../../evil': 'x', '/tmp/evil-acgs': 'x' },
    });
    await update();
    expect(readdirSync(folder).toSorted()).toEqual(['cache', 'root.json']);
    const hashedNames = /^(?:[0-9a-f]{64}|(?:root|timestamp|snapshot|targets|updated))\.json$/;
    expect(readdirSync(cacheFolder(repository.url)).filter((name) => !hashedNames.test(name))).toEqual([]);
    expect(cacheFolder('../../x')).toMatch(/\/acgs\/trust\/[0-9a-f]{64}$/);
  });

  it('opens no connection offline but to loopback, and shows what was fetched', async () => {
    setDoorPolicy({ offline: true });
    await expect(refreshTrust({})).rejects.toMatchObject({ code: 'network/refused' });
    expect(await showTrust({})).toMatchObject({ source: 'embedded' });
  });

  it('of a mirror of one’s own wants its root: 2', async () => {
    await expect(refreshTrust({ mirror: repository.url })).rejects.toMatchObject({
      code: 'usage/invalid',
      exit: 2,
    });
    await expect(showTrust({ mirror: repository.url })).rejects.toMatchObject({ code: 'source/not-found' });
    expect(repository.requests).toEqual([]);
  });

  it('is what a file says, where a file is named', async () => {
    writeFileSync(join(folder, 'trusted.json'), ROOT);
    expect(await showTrust({ trustedRoot: join(folder, 'trusted.json') })).toMatchObject({ source: 'file' });
    await expect(showTrust({ trustedRoot: 'none.json' })).rejects.toMatchObject({ code: 'source/not-found' });
  });
});

describe('what verification believes', () => {
  /** As a process that starts now: anchors are kept as long as one lives. */
  async function anchors(): Promise<{ readonly tlogs: readonly { readonly baseURL: string }[] }> {
    vi.resetModules();
    const { loadAnchors } = await import('../../src/trust/anchors.js');
    const { setDoorPolicy: setPolicy } = await import('../../src/system/door.js');
    setPolicy({ offline });
    return await loadAnchors();
  }
  let offline = false;

  beforeEach(async () => {
    offline = false;
    repository.publish({ version: 1, targets: { 'trusted_root.json': ROOT } });
    await update();
    cpSync(cacheFolder(repository.url), cacheFolder(PUBLIC_MIRROR), { recursive: true });
  });

  it('is what was fetched last', async () => {
    expect((await anchors()).tlogs.map(({ baseURL }) => baseURL)).toContain('https://rekor.virtual');
  });

  it('is nothing once that has expired, unless offline', async () => {
    const file = join(cacheFolder(PUBLIC_MIRROR), 'timestamp.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('2999-', '2020-'));
    await expect(anchors()).rejects.toMatchObject({ code: 'trust/expired', exit: 4 });
    expect(await showTrust({})).toMatchObject({ source: 'cache', expired: true });
    offline = true;
    expect((await anchors()).tlogs).not.toEqual([]);
  });
});
